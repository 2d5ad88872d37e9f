import java.io.FileInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each file whether it is PDF/A-3a and PDF/UA-1, and if not, which clauses it breaks and how often. */
public class ValidatePdf {
    private static final List<PDFAFlavour> CLAIMS = List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1);

    /** Of each broken clause so many examples are looked at. */
    private static final int EXAMPLES = 100;

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        int failed = 0;
        for (String file : files) {
            for (PDFAFlavour claim : CLAIMS) {
                failed += holds(file, claim) ? 0 : 1;
            }
        }
        System.out.printf("%d passed, %d failed%n", files.length * CLAIMS.size() - failed, failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static boolean holds(String file, PDFAFlavour claim) throws Exception {
        ValidationResult result = validate(file, claim);
        String verdict = result.isCompliant() ? "ok  " : "FAIL";
        System.out.printf("%s %s %s (%d checks)%n", verdict, claim.getId(), file, result.getTotalAssertions());
        broken(result).forEach((clause, times) -> System.out.printf("     %d x %s%n", times, clause));
        return result.isCompliant();
    }

    private static ValidationResult validate(String file, PDFAFlavour claim) throws Exception {
        try (InputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, claim);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(claim, EXAMPLES, false, true, false)) {
            return validator.validate(parser);
        }
    }

    private static Map<String, Integer> broken(ValidationResult result) {
        Map<String, Integer> clauses = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String clause = assertion.getRuleId().getClause() + " test " + assertion.getRuleId().getTestNumber();
                clauses.merge(clause + ": " + assertion.getMessage(), 1, Integer::sum);
            }
        }
        return clauses;
    }
}
