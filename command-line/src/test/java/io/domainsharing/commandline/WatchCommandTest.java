// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code watch}. That Ctrl-C ends it well, CommandLineIT shows. */
@Timeout(60)
class WatchCommandTest extends RemoteCommandsFixture {
    private final List<Duration> pauses = new ArrayList<>();

    private void pausing() {
        shell.pausing(time -> pauses.add(time));
    }

    @Test
    void eachLookShouldBeALineWithoutATerminal() {
        pausing();

        Run run = run("watch", "--every", "7", "--count", "3");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .hasSize(3)
                .allMatch(line ->
                        line.matches("20\\S+Z paris up=1 refuses=0 down=1 unknown=0 waiting=7 errors=0 warnings=1"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void terminalShouldShowTheLastLookAndNothingElse() {
        pausing();

        String out = shell.coloured()
                .run("watch", "--count", "2", "--webadmin", webAdmin.url())
                .out();

        assertThat(out.split(ESCAPE + "\\[H" + ESCAPE + "\\[J", -1)).hasSize(3).satisfies(screens -> assertThat(
                        screens[2])
                .contains("paris", "tokyo", "austin", "customer.example", "smtp-auth", "again in 5 s"));
    }

    @Test
    void jsonShouldBeALineEachTimeWithEverything() {
        pausing();

        assertThat(run("watch", "--json", "--count", "2").out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"status\":{\"node\":\"paris\"")
                        .contains("\"peers\":[{", "\"gateways\":[{", "\"findings\":[{"));
    }

    @Test
    void serverThatCannotBeReachedShouldBeAskedAgain() {
        webAdmin.on("GET /domain-sharing", 500, "{\"message\":\"starting\"}");
        shell.pausing(time -> {
            webAdmin.on("GET /domain-sharing", 200, "{\"node\":\"paris\",\"peers\":{}}");
            return true;
        });

        Run run = run("watch", "--count", "2");

        assertThat(run.err()).contains("starting (HTTP 500)").hasLineCount(1);
        assertThat(run.out()).contains(" paris ").hasLineCount(1);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void exitCodeShouldBeThatOfTheLastLook() {
        pausing();
        webAdmin.on("GET /domain-sharing/findings", 500, "{\"message\":\"broken\"}");

        assertThat(run("watch", "--count", "1").exitCode()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--every 0", "--every 3601", "--count -1", "--every soon"})
    void figureThatCannotBeMeantShouldBeRefused(String arguments) {
        Run run = run(("watch " + arguments).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(webAdmin.asked()).isEmpty();
    }
}
