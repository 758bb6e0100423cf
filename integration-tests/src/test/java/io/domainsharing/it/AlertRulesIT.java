// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alert rules by Prometheus's own measure: they can be loaded, and fire for what they are meant for and nothing else. */
@Tag("O3")
@NeedsServer(DebianPackage.PROMETHEUS)
class AlertRulesIT {
    private static final String CASES = "integration-tests/src/test/resources/io/domainsharing/it/alerts.yml";

    @Test
    void rulesShouldBeTakenByPrometheus() throws IOException {
        Command.Result check = promtool("check", "rules", AlertRules.FILE);

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output()).contains(AlertRules.read().queries().size() + " rules found");
    }

    @Test
    void eachAlertShouldFireForWhatItIsMeantForAndNothingElse() throws IOException {
        Command.Result test = promtool("test", "rules", CASES);

        assertThat(test.exitCode()).as(test.output()).isZero();
        assertThat(Files.readString(Checkout.root().resolve(CASES)))
                .as("there is a case of each alert")
                .contains(AlertRules.read().queries().keySet());
    }

    private static Command.Result promtool(String... arguments) {
        Path promtool = DebianPackage.PROMETHEUS.file("usr/bin/promtool");
        return Command.run(
                Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments))
                        .toList(),
                Checkout.root());
    }
}
