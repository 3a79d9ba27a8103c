import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All jobs of the judges that are Java programs, in one run. A job is a line of key=value parted by tabs on standard input; the answer
 * is a line too. do=dss (file, trust, at, online): EU DSS judges. do=bc (file, trust): BouncyCastle judges. do=sign (in, out, level, key,
 * chain, tsa, trust, pss, certify, field): EU DSS signs. do=renew (in, out, tsa, trust): EU DSS adds an archive time stamp. do=sign-sm2 (in, out,
 * key, chain): BouncyCastle signs with SM2 and SM3.
 */
public class Judge {
	public static void main(String[] arguments) throws Exception {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		System.setOut(System.err);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line; (line = in.readLine()) != null;) {
			Map<String, String> job = new TreeMap<>();
			for (String part : line.split("\t"))
				job.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
			Map<String, Object> answer = new LinkedHashMap<>();
			try {
				switch (job.get("do")) {
				case "dss" -> Dss.judge(job, answer);
				case "bc" -> Bouncy.judge(job, answer);
				case "sign-sm2" -> Bouncy.sign(job);
				case "sign" -> Dss.sign(job);
				case "renew" -> Dss.renew(job);
				default -> throw new IllegalArgumentException(job.get("do"));
				}
			} catch (Exception error) {                  // a verdict too: the file is not accepted
				answer.put("error", error.toString());
				error.printStackTrace();
			}
			StringBuilder text = new StringBuilder();
			answer.forEach((key, value) -> text.append(text.length() > 0 ? "\t" : "").append(key).append('=').append(String.valueOf(value).replaceAll("[\t\n\r]", " ")));
			out.println(text);
		}
	}

	static byte[] bytes(String path) throws Exception {
		return Files.readAllBytes(new File(path).toPath());
	}
}
