// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code domain-sharing findings}: what is wrong with a running server. */
@Command(
        name = "findings",
        header = "Lists what is wrong with a running James, and what to do about it.",
        description = {
            "",
            "Shows what the server finds by itself within a minute of its start and every hour: in its files, at its peers, in what"
                    + " waits, and by a look-up through its own listener.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing findings",
            "  domain-sharing findings --json",
            "",
            "Exit codes: 0 there is none, 1 there are some; 4 to 9 as for domain-sharing."
        })
public final class FindingsCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public FindingsCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.get("/findings", Shape.LIST),
                FindingsCommand::show,
                body -> body.isEmpty() ? ExitCode.OK : ExitCode.NO);
    }

    static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("There is none.");
        }
        for (JsonNode finding : done.body()) {
            String severity = finding.path("severity").asText();
            screen.line(
                    new Word(severity, severity.equals("error") ? Style.BAD : Style.DOUBTFUL),
                    Words.strong(finding.path("rule").asText()),
                    Words.faint("since " + Words.time(finding, "since").text()));
            screen.line(Word.of("  " + finding.path("message").asText()));
            screen.line(Word.of("  ->"), Words.text(finding, "remedy"));
        }
    }
}
