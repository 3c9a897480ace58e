package dev.trivet.stack;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;

import java.nio.file.Path;
import java.util.Map;

/** The Helm chart, rendered by Helm itself as a library: no helm on the path is needed. */
final class Chart {

    private static final String RELEASE = "trivet";

    /** The oldest Kubernetes that the chart is for; by itself Helm as a library takes one that is older still. */
    private static final String KUBERNETES = "1.30.0";

    private final Helm helm;

    Chart(Path home) {
        helm = new Helm(home.resolve("helm/trivet"));
    }

    /**
     * Renders the chart as a release named trivet. Without {@code secrets.existingSecret} Helm asks the cluster that
     * kubectl would ask for the Secret it has.
     *
     * @param values what to set, as in {@code --set}
     * @param pack the file for {@code --set-file pack}, or null for none
     * @throws IllegalStateException with Helm's words when the chart refuses the values
     */
    String render(Map<String, ?> values, Path pack) {
        TemplateCommand template =
                helm.template().withName(RELEASE).withNamespace(RELEASE).withKubeVersion(KUBERNETES);
        values.forEach(template::set);
        if (pack != null) {
            template.setFile("pack", pack);
        }
        return template.call();
    }

    LintResult lint() {
        return helm.lint().strict().call();
    }
}
