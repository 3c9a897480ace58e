package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The alert rules by Prometheus' own judgement, where its promtool is installed, and that people are told what to do. */
class AlertRulesTest {

    private static final Pattern TESTED = Pattern.compile("alertname: (\\w+)");

    @Test
    void prometheusReadsTheRules() {
        Promtool.run(Monitoring.FOLDER, "check", "rules", "alerts.yaml");
    }

    @Test
    void theRulesSayInKnownSituationsWhatTheyShould() {
        Promtool.run(Monitoring.FOLDER, "test", "rules", "alerts_test.yaml");
    }

    @Test
    void everyRuleIsTested() throws IOException {
        assertThat(named(TESTED, Files.readString(Monitoring.FOLDER.resolve("alerts_test.yaml"))))
                .isEqualTo(Monitoring.alerts().keySet());
    }

    @Test
    void everyAlertIsExplained() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("trivet.home"), "docs/operations.md"));

        assertThat(named(Pattern.compile("(?m)^\\| `(Trivet\\w+)` \\|"), page))
                .isEqualTo(Monitoring.alerts().keySet());
    }

    private static Set<String> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
