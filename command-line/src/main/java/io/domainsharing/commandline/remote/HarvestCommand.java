// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing harvest}: clients that try addresses; below it what has one begin anew. */
@Command(
        name = "harvest",
        header = "Lists the clients that try addresses, or has one begin anew.",
        description = {"", "No peer is asked about further recipients of such a client.", ""},
        footer = {"", "Examples:", "  domain-sharing harvest", "  domain-sharing harvest pardon 203.0.113.9"})
public final class HarvestCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    public HarvestCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(Specs.of(spec), Request.get("/harvest?limit=" + limit, Shape.LIST), HarvestCommand::show);
    }

    private static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("No client tries addresses.");
            return;
        }
        Table table = Table.headed("CLIENT", "SINCE", "UNTIL", "TOLD BY");
        for (JsonNode suspect : done.body()) {
            table.row(
                    Words.strong(suspect.path("client").asText()),
                    Words.time(suspect, "since"),
                    Words.time(suspect, "until"),
                    Words.text(suspect, "toldBy"));
        }
        screen.table(table);
    }

    /** {@code domain-sharing harvest pardon ADDRESS}: what it has done is forgotten. */
    @Command(
            name = "pardon",
            header = "Has a client begin anew: what it has done is forgotten.",
            description = {"", "Where the client is held for none that tries addresses the exit code is 6.", ""})
    static final class Pardon implements Callable<Integer> {
        private static final String BLOCK = "/64";

        private final Remote remote;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "ADDRESS", description = "its IP address, or its /64 of IPv6 as it is listed")
        private String client = "";

        Pardon(Remote remote) {
            this.remote = remote;
        }

        @Override
        public Integer call() {
            String address = client.endsWith(BLOCK) ? client.substring(0, client.length() - BLOCK.length()) : client;
            return remote.run(
                    Specs.of(spec),
                    Request.delete("/harvest/" + Request.encoded(address)).ifThere(),
                    (screen, done) -> screen.line(Words.strong(client), "begins anew"));
        }
    }
}
