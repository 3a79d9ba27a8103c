import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Selector;
import org.bouncycastle.util.Store;

/** BouncyCastle on the fields that PDFBox finds: CMS signatures (SM2 with SM3 too), signature and document time stamps, and the chains. */
class Bouncy {
	static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

	/** Each certificate is signed by the next, the last by a root of the folder's. */
	static void chain(X509CertificateHolder leaf, List<X509CertificateHolder> known, List<X509CertificateHolder> roots) throws Exception {
		X509CertificateHolder at = leaf;
		for (int depth = 0; depth < 6; depth++) {
			for (X509CertificateHolder root : roots)
				if (at.getIssuer().equals(root.getSubject()) && signedBy(at, root))
					return;
			X509CertificateHolder above = null;
			for (X509CertificateHolder one : known)
				if (!one.equals(at) && at.getIssuer().equals(one.getSubject()) && signedBy(at, one))
					above = one;
			if (above == null)
				break;
			at = above;
		}
		throw new SecurityException("no chain from " + leaf.getSubject());
	}

	static boolean signedBy(X509CertificateHolder one, X509CertificateHolder by) throws Exception {
		return one.isSignatureValid(new JcaContentVerifierProviderBuilder().setProvider(PROVIDER).build(new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(by)));
	}

	/** The one certificate that the signer information means. */
	@SuppressWarnings("unchecked")
	static X509CertificateHolder signer(Store<X509CertificateHolder> store, Selector<?> id) {
		List<X509CertificateHolder> found = new ArrayList<>(new LinkedHashSet<>(store.getMatches((Selector<X509CertificateHolder>) id)));   // NSS writes it twice
		if (found.size() != 1)
			throw new SecurityException(found.size() + " certificates of the signer");
		return found.get(0);
	}

	static SignerInformationVerifier verifier(X509CertificateHolder certificate) throws Exception {
		return new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(certificate);
	}

	static void stamp(CMSSignedData token, byte[] stamped, List<X509CertificateHolder> roots) throws Exception {
		TimeStampToken stamp = new TimeStampToken(token);
		Store<X509CertificateHolder> store = stamp.getCertificates();
		X509CertificateHolder certificate = signer(store, stamp.getSID());
		stamp.validate(verifier(certificate));
		byte[] digest = MessageDigest.getInstance(stamp.getTimeStampInfo().getMessageImprintAlgOID().getId(), PROVIDER).digest(stamped);
		if (!Arrays.equals(digest, stamp.getTimeStampInfo().getMessageImprintDigest()))
			throw new SecurityException("the time stamp is of something else");
		chain(certificate, new ArrayList<>(store.getMatches(null)), roots);
	}

	static String field(PDSignature field, byte[] file, List<X509CertificateHolder> roots) throws Exception {
		byte[] signed = field.getSignedContent(file), contents = field.getContents(file);
		if ("ETSI.RFC3161".equals(field.getSubFilter())) {
			stamp(new CMSSignedData(contents), signed, roots);
			return "document-time-stamp";
		}
		CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(signed), contents);
		SignerInformation information = cms.getSignerInfos().getSigners().iterator().next();
		Store<X509CertificateHolder> store = cms.getCertificates();
		X509CertificateHolder certificate = signer(store, information.getSID());
		if (cms.getSignerInfos().size() != 1 || !information.verify(verifier(certificate)))
			throw new SecurityException("the signature is not of this content");
		chain(certificate, new ArrayList<>(store.getMatches(null)), roots);
		Attribute token = information.getUnsignedAttributes() == null ? null : information.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
		if (token != null)
			stamp(new CMSSignedData(token.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded()), information.getSignature(), roots);
		return information.getDigestAlgOID() + "/" + information.getEncryptionAlgOID() + (token != null ? "+time-stamp" : "");
	}

	static void judge(Map<String, String> job, Map<String, Object> answer) throws Exception {
		byte[] file = Judge.bytes(job.get("file"));
		List<X509CertificateHolder> roots = new ArrayList<>();
		for (String path : job.get("trust").split(","))
			try (org.bouncycastle.openssl.PEMParser parser = new org.bouncycastle.openssl.PEMParser(new java.io.FileReader(path))) {
				roots.add((X509CertificateHolder) parser.readObject());
			}
		List<String> fields = new ArrayList<>();
		try (PDDocument document = Loader.loadPDF(file)) {
			for (PDSignature field : document.getSignatureDictionaries())
				fields.add(field(field, file, roots));
		}
		answer.put("fields", String.join(",", fields));
	}

	/** What PAdES wants signed: the content's type and digest and the certificate's digest (RFC 5035), and no signing time. */
	static AttributeTable signedAttributes(Map<?, ?> parameters, X509Certificate certificate) {
		try {
			ESSCertIDv2 identifier = new ESSCertIDv2(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
			Attribute attribute = new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(new SigningCertificateV2(identifier)));
			return new DefaultSignedAttributeTableGenerator(new AttributeTable(attribute)).getAttributes(parameters).remove(CMSAttributes.signingTime);
		} catch (java.security.GeneralSecurityException error) {
			throw new IllegalStateException(error);
		}
	}

	/** An SM2 signature with SM3 in a new field (GM/T 0009; the identifier is the one of GM/T 0009, 10, which BouncyCastle takes by itself). */
	static void sign(Map<String, String> job) throws Exception {
		PrivateKey key = Dss.key(job.get("key"), PROVIDER);
		X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", PROVIDER).generateCertificate(new ByteArrayInputStream(Judge.bytes(job.get("chain"))));
		CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
		generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().setProvider(PROVIDER).build())
			.setSignedAttributeGenerator(parameters -> signedAttributes(parameters, certificate))
			.build(new JcaContentSignerBuilder("SM3withSM2").setProvider(PROVIDER).build(key), certificate));
		generator.addCertificate(new JcaX509CertificateHolder(certificate));
		PDSignature signature = new PDSignature();
		signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
		signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
		signature.setSignDate(java.util.Calendar.getInstance());
		try (PDDocument document = Loader.loadPDF(Judge.bytes(job.get("in"))); FileOutputStream out = new FileOutputStream(job.get("out"))) {
			document.addSignature(signature);
			ExternalSigningSupport support = document.saveIncrementalForExternalSigning(out);
			byte[] content = support.getContent().readAllBytes();
			support.setSignature(generator.generate(new CMSProcessableByteArray(content), false).getEncoded());
		}
	}
}
