import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.jaxb.XmlObjectModification;
import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.service.tsp.OnlineTSPSource;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** The European Commission's library (ETSI EN 319 102-1 and 319 142-1), as a judge and as a signer. */
class Dss {
	/** "online": ask the responders; else the file must hold all evidence itself, and nothing is fetched. */
	static CommonCertificateVerifier verifier(Map<String, String> job, boolean online) {
		CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
		trusted.addCertificate(DSSUtils.loadCertificate(new File(job.get("trust"))));
		CommonCertificateVerifier verifier = new CommonCertificateVerifier();
		verifier.setTrustedCertSources(trusted);
		verifier.setAIASource(null);
		if (online) {
			verifier.setOcspSource(new OnlineOCSPSource());
			verifier.setCrlSource(new OnlineCRLSource());
		}
		return verifier;
	}

	/** DSS's own policy, but changes after signing that it only warns of are failures here; changes() goes further into them. */
	static InputStream policy() throws Exception {
		String text = new String(SignedDocumentValidator.class.getResourceAsStream("/policy/constraint.xml").readAllBytes(), StandardCharsets.UTF_8);
		for (String rule : List.of("ByteRangeCollision", "PdfVisualDifference", "FieldMDP", "SigFieldLock")) {
			if (!text.contains("<" + rule + " Level=\"WARN\""))
				throw new IllegalStateException(rule + " is not in the policy");
			text = text.replace("<" + rule + " Level=\"WARN\"", "<" + rule + " Level=\"FAIL\"");
		}
		return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

	static void complain(List<String> complaints, List<XmlObjectModification> changes) {
		changes.forEach(change -> complaints.add("changed: " + change.getValue()));
	}

	/**
	 * What changed after signing against DocMDP (ISO 32000-2, 12.8.2.2), or in a way that DSS has no name for. It reaches the widgets of
	 * a tagged file by the structure tree too (OBJR: ISO 32000-1, 14.7.4.3), and there it has no name for a field that is signed later, and
	 * takes it for a change against P 2; that one is passed over.
	 */
	static void changes(SignatureWrapper signature, List<String> complaints) {
		PDFRevisionWrapper revision = signature.getPDFRevision();
		CertificationPermission permission = revision.getDocMDPPermissions();
		complain(complaints, revision.getPdfUndefinedChanges().stream()
			.filter(change -> !change.getValue().matches("/Catalog /StructTreeRoot .* /Obj \\d+ 0 R /(V|AP)\\b.*")).toList());
		if (permission == CertificationPermission.NO_CHANGE_PERMITTED)
			complain(complaints, revision.getPdfSignatureOrFormFillChanges());
		if (permission != null && permission != CertificationPermission.CHANGES_PERMITTED)
			complain(complaints, revision.getPdfAnnotationChanges());
	}

	static void judge(Map<String, String> job, Map<String, Object> answer) throws Exception {
		SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(Judge.bytes(job.get("file"))));
		validator.setCertificateVerifier(verifier(job, job.containsKey("online")));
		if (job.containsKey("at"))
			validator.setValidationTime(Date.from(Instant.parse(job.get("at") + "Z")));
		Reports reports = validator.validateDocument(policy());
		SimpleReport report = reports.getSimpleReport();
		List<String> levels = new ArrayList<>(), verdicts = new ArrayList<>(), complaints = new ArrayList<>(), stamps = new ArrayList<>();
		for (String id : report.getSignatureIdList()) {
			SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
			levels.add(String.valueOf(report.getSignatureFormat(id)));
			verdicts.add(report.getIndication(id) + (report.getSubIndication(id) == null ? "" : "/" + report.getSubIndication(id)));
			report.getAdESValidationErrors(id).forEach(message -> complaints.add(message.getValue()));
			changes(signature, complaints);
			signature.getTimestampList().forEach(stamp -> stamps.add(stamp.getType() + "@" + stamp.getProductionTime().toInstant()));
		}
		for (String id : report.getTimestampIdList())
			verdicts.add(report.getIndication(id) + (report.getSubIndication(id) == null ? "" : "/" + report.getSubIndication(id)));
		answer.put("levels", String.join(",", levels));
		answer.put("verdicts", String.join(",", verdicts));
		answer.put("stamps", String.join(",", stamps));
		answer.put("errors", String.join("; ", complaints));
		if (job.containsKey("report"))
			java.nio.file.Files.writeString(new File(job.get("report")).toPath(), reports.getXmlDetailedReport());
	}

	static PrivateKey key(String path, Provider provider) throws Exception {
		String pem = new String(Judge.bytes(path), StandardCharsets.US_ASCII).replaceAll("-----[^-]*-----|\\s", "");
		PKCS8EncodedKeySpec specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
		try {
			return KeyFactory.getInstance("RSA", provider).generatePrivate(specification);
		} catch (java.security.spec.InvalidKeySpecException notRsa) {
			return KeyFactory.getInstance("EC", provider).generatePrivate(specification);
		}
	}

	static List<CertificateToken> chain(String paths) throws Exception {
		List<CertificateToken> chain = new ArrayList<>();
		for (String path : paths.split(","))
			for (Object one : (Collection<?>) CertificateFactory.getInstance("X.509").generateCertificates(new java.io.ByteArrayInputStream(Judge.bytes(path))))
				chain.add(new CertificateToken((X509Certificate) one));
		return chain;
	}

	static PAdESService service(Map<String, String> job) {
		PAdESService service = new PAdESService(verifier(job, true));
		if (job.containsKey("tsa"))
			service.setTspSource(new OnlineTSPSource(job.get("tsa")));
		return service;
	}

	static void sign(Map<String, String> job) throws Exception {
		PrivateKey key = key(job.get("key"), Bouncy.PROVIDER);
		PAdESSignatureParameters parameters = new PAdESSignatureParameters();
		List<CertificateToken> chain = chain(job.get("chain"));
		parameters.setSignatureLevel(SignatureLevel.valueOf("PAdES_BASELINE_" + job.get("level")));
		parameters.setSigningCertificate(chain.get(0));
		parameters.setCertificateChain(chain);
		parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
		if (job.containsKey("pss"))
			parameters.setEncryptionAlgorithm(EncryptionAlgorithm.RSASSA_PSS);
		if (job.containsKey("certify"))
			parameters.setPermission(CertificationPermission.NO_CHANGE_PERMITTED);
		if (job.containsKey("field"))
			parameters.getImageParameters().getFieldParameters().setFieldId(job.get("field"));
		DSSDocument source = new InMemoryDocument(Judge.bytes(job.get("in")), "in.pdf");
		PAdESService service = service(job);
		byte[] data = service.getDataToSign(source, parameters).getBytes();
		SignatureAlgorithm algorithm = parameters.getSignatureAlgorithm();
		Signature signature = Signature.getInstance(algorithm.getJCEId(), Bouncy.PROVIDER);
		signature.initSign(key);
		signature.update(data);
		service.signDocument(source, parameters, new SignatureValue(algorithm, signature.sign())).save(job.get("out"));
	}

	static void renew(Map<String, String> job) throws Exception {
		PAdESSignatureParameters parameters = new PAdESSignatureParameters();
		parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_LTA);
		service(job).extendDocument(new FileDocument(job.get("in")), parameters).save(job.get("out"));
	}
}
