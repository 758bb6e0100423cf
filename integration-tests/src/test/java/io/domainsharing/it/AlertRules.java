// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The alert rules that docs/metrics.md offers, as far as what each asks for.
 *
 * @param queries by the name of the alert
 */
record AlertRules(Map<String, String> queries) {
    static final String FILE = "docs/grafana/domain-sharing.rules.yml";
    private static final Pattern RULE = Pattern.compile("^ +- alert: (\\S+)\n +expr: (.+)$", Pattern.MULTILINE);

    static AlertRules read() throws IOException {
        String text = Files.readString(Checkout.root().resolve(FILE));
        Map<String, String> queries = new LinkedHashMap<>();
        Matcher rule = RULE.matcher(text);
        while (rule.find()) {
            queries.put(rule.group(1), rule.group(2));
        }
        assertThat(queries)
                .as("each alert has its expr on one line, the next")
                .isNotEmpty()
                .hasSize(text.split("\n[ -]*alert:", -1).length - 1);
        return new AlertRules(queries);
    }
}
