// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T1")
class DocumentedRulesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ");

    @Test
    void pageShouldNameEveryRuleAndNoOther() throws IOException {
        String page = Files.readString(Path.of("../docs/troubleshooting.md"));
        int begin = page.indexOf("| rule | |\n");
        List<String> documented = ROW.matcher(page.substring(begin, page.indexOf("\n\n", begin)))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::toString).toList());
    }
}
