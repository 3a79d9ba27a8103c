#!/usr/bin/env python3
"""pyHanko as a judge and as a signer. Run in the folder's own Python; the jobs come as JSON lines on standard input, one answer a line
goes out. Keys of a job: "do" = judge (file, level, trust, online) | sign (in, out, level, key, chain, certificate, trust, tsa, and perhaps
field, certify, pss, digest, adobe) | renew (in, out, trust, tsa) | forge (in, out)."""
import asyncio
import dataclasses
import json
import logging
import sys
import traceback

from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation.ades import _dss_to_local_knowledge, ades_basic_validation, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.policy_decl import (PdfSignatureValidationSpec, RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec,
                                                 SignatureValidationSpec)
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
from pyhanko_certvalidator.registry import SimpleTrustManager


def specification(job):
    """What `pyhanko sign adesverify --trust` asks for; without "online" the file must hold all evidence itself."""
    rule = RevinfoOnlineFetchingRule.NO_HISTORICAL_FETCH if job.get("online") else RevinfoOnlineFetchingRule.LOCAL_ONLY
    policy = CertRevTrustPolicy(REQUIRE_REVINFO, freshness=None, freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION)
    roots = SimpleTrustManager.build([CertTrustAnchor(load_cert_from_pemder(job["trust"]))])
    signature = SignatureValidationSpec(cert_validation_policy=CertValidationPolicySpec(trust_manager=roots, revinfo_policy=policy),
                                        revinfo_gathering_policy=RevocationInfoGatheringSpec(online_fetching_rule=rule))
    return PdfSignatureValidationSpec(signature_validation_spec=signature, diff_policy=DEFAULT_DIFF_POLICY)


def procedure(signature, job, timing):
    """ETSI EN 319 102-1: basic signatures 5.3, with time 5.5 (B-T, and B-LT with what its DSS holds), with archival data 5.6.3. pyHanko's
    archival procedure takes no signature without a document time stamp, so each level is judged by its own."""
    asked = specification(job)
    inner = dataclasses.replace(asked.signature_validation_spec, local_knowledge=_dss_to_local_knowledge(signature.reader))
    basic = {"timing_info": timing, "raw_digest": signature.compute_digest()}
    if job["level"] == "B":
        return ades_basic_validation(signature.signed_data, inner, **basic)
    if job["level"] in ("T", "LT"):
        return ades_with_time_validation(signature.signed_data, inner, status_cls=PdfSignatureStatus,
                                         extra_status_kwargs=signature.summarise_integrity_info(), **basic)
    return ades_lta_validation(signature, asked, timing_info=timing)


def judge(job):
    timing = ValidationTimingInfo.now()
    reader, found = PdfFileReader(open(job["file"], "rb")), []
    for signature in reader.embedded_regular_signatures:
        signature.compute_integrity_info(diff_policy=DEFAULT_DIFF_POLICY)
        whole = signature.summarise_integrity_info()
        result = asyncio.run(procedure(signature, job, timing))
        status = result.api_status
        stamp = status.timestamp_validity if status else None
        found.append({
            "field": signature.field_name, "indication": str(result.ades_subindic), "failure": result.failure_msg,
            "good": result.ades_subindic == AdESPassed.OK and bool(status and status.bottom_line) and bool(whole["docmdp_ok"]),
            "coverage": whole["coverage"].name, "changes": str(whole["diff_result"]),
            "stamped": bool(stamp and stamp.intact and stamp.valid and stamp.trusted),
            "archived": str(getattr(result, "oldest_evidence_record_timestamp", None))})
    stamps = [s.evaluate_signature_coverage().name for s in reader.embedded_timestamp_signatures]
    return {"signatures": found, "stamps": stamps, "dss": "/DSS" in reader.root}


def context(job):
    return ValidationContext(trust_roots=[load_cert_from_pemder(job["trust"])], allow_fetching=True, revocation_mode="require")


def sign(job):
    chain = list(load_certs_from_pemder([job["chain"]]))
    signer = signers.SimpleSigner.load(job["key"], job["certificate"], ca_chain_files=[job["chain"]], prefer_pss=bool(job.get("pss")))
    assert signer and chain
    level = job["level"]
    metadata = signers.PdfSignatureMetadata(
        field_name=job.get("field", "Signature1"), md_algorithm=job.get("digest", "sha256"),
        subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED if job.get("adobe") else SigSeedSubFilter.PADES,
        certify=bool(job.get("certify")), docmdp_permissions=MDPPerm.NO_CHANGES if job.get("certify") else MDPPerm.FILL_FORMS,
        embed_validation_info=level in ("LT", "LTA"), use_pades_lta=level == "LTA", validation_context=context(job) if level in ("LT", "LTA") else None)
    stamper = None if level == "B" else timestamps.HTTPTimeStamper(job["tsa"])
    with open(job["in"], "rb") as source, open(job["out"], "wb") as out:
        signers.sign_pdf(IncrementalPdfFileWriter(source), metadata, signer=signer, timestamper=stamper, output=out)
    return {}


def renew(job):
    with open(job["in"], "rb") as source, open(job["out"], "wb") as out:
        stamper = signers.PdfTimeStamper(timestamps.HTTPTimeStamper(job["tsa"]))
        stamper.update_archival_timestamp_chain(PdfFileReader(source), context(job), in_place=False, output=out)
    return {}


def forge(job):
    """A later revision that shows something else on the first page."""
    with open(job["in"], "rb") as source, open(job["out"], "wb") as out:
        writer = IncrementalPdfFileWriter(source)
        reference, _ = writer.find_page_for_modification(0)
        page = reference.get_object()
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 100 100 300 300 re f"))
        writer.mark_update(reference)
        writer.write(out)
    return {}


def main():
    logging.disable(logging.ERROR)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            answer = {"judge": judge, "sign": sign, "renew": renew, "forge": forge}[job["do"]](job)
        except Exception as error:                                       # a verdict too: the file is not accepted
            answer = {"error": "%s: %s" % (type(error).__name__, error), "trace": traceback.format_exc()[-1500:]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
