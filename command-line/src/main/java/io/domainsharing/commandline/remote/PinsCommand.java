// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Table;
import io.domainsharing.commandline.terminal.Word;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code domain-sharing pins}: addresses whose owner an operator has said; below it what changes them. */
@Command(
        name = "pins",
        header = "Lists addresses whose owner an operator has said, or changes them.",
        description = {"", "Shows the pins of a running James. A pin says who owns an address, whatever peers say.", ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing pins",
            "  domain-sharing pins set dave@example.com paris --until 2030-01-01T00:00:00Z",
            "  domain-sharing pins remove dave@example.com"
        })
public final class PinsCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public PinsCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return list(remote, Specs.of(spec));
    }

    private static int list(Remote remote, CommandSpec spec) {
        return remote.run(spec, Request.get("/pins", Shape.LIST), PinsCommand::show);
    }

    private static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("No address is pinned.");
            return;
        }
        Table table = Table.headed("ADDRESS", "OWNER", "UNTIL", "COUNTS");
        for (JsonNode pin : done.body()) {
            table.row(
                    Words.strong(pin.path("address").asText()),
                    Words.text(pin, "peer"),
                    Words.time(pin, "until"),
                    pin.path("counts").asBoolean() ? Word.of("yes") : new Word("no: there is no such peer", Style.BAD));
        }
        screen.table(table);
    }

    /** {@code domain-sharing pins list}. */
    @Command(name = "list", header = "Lists addresses whose owner an operator has said.")
    static final class ListCommand implements Callable<Integer> {
        private final Remote remote;

        @Spec
        private @Nullable CommandSpec spec;

        ListCommand(Remote remote) {
            this.remote = remote;
        }

        @Override
        public Integer call() {
            return list(remote, Specs.of(spec));
        }
    }
}
