// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code domain-sharing conflicts}: addresses that several servers have. */
@Command(
        name = "conflicts",
        header = "Lists addresses that several servers have.",
        description = {"", "Shows what a running James has found by look-ups, at creations and by its check.", ""},
        footer = {
            "",
            "Examples:",
            "  domain-sharing conflicts check --wait",
            "  domain-sharing conflicts --json",
            "",
            "Exit codes: 0 there is none, 1 there are some; 4 to 9 as for domain-sharing."
        })
public final class ConflictsCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public ConflictsCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.get("/conflicts", Shape.LIST),
                ConflictsCommand::show,
                body -> body.isEmpty() ? ExitCode.OK : ExitCode.NO);
    }

    private static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("None is known. Have James look for some: domain-sharing conflicts check");
            return;
        }
        Table table = Table.headed("ADDRESS", "WHERE", "SINCE", "FOUND BY");
        for (JsonNode conflict : done.body()) {
            String peers = Words.list(conflict, "peers").text();
            boolean here = conflict.path("kind").asText().equals("here_and_on_peers");
            table.row(
                    Words.strong(conflict.path("address").asText()),
                    here ? "here, " + peers : peers,
                    Words.time(conflict, "since"),
                    Words.text(conflict, "foundBy"));
        }
        screen.table(table);
    }
}
