// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code domain-sharing rehearsal}: what would be different if those shared who are observed. */
@Command(
        name = "rehearsal",
        header = "Tells what would be different if a peer that is observed shared.",
        description = {
            "",
            "Counts the different recipients that mail has come for since the rehearsal began, of each peer with the mode observe.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing rehearsal",
            "  domain-sharing rehearsal --limit 10000 --json",
            "  domain-sharing peers mode tokyo share",
            "",
            "Exit codes: 0 nothing stands against going live, 1 an address is on both servers or would be deferred; 4 to 9 as for",
            "domain-sharing."
        })
public final class RehearsalCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "at most so many addresses of each kind (default: ${DEFAULT-VALUE})")
    private int limit;

    public RehearsalCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.get("/rehearsal?limit=" + limit, Shape.LIST),
                RehearsalCommand::show,
                body -> StreamSupport.stream(body.spliterator(), false).anyMatch(RehearsalCommand::isOpen)
                        ? ExitCode.NO
                        : ExitCode.OK);
    }

    private static boolean isOpen(JsonNode peer) {
        return peer.path("onBoth").asLong() + peer.path("wouldDefer").asLong() > 0;
    }

    private static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("No peer is observed. Observe one: domain-sharing peers mode NAME observe");
        }
        for (JsonNode peer : done.body()) {
            screen.line(
                    Words.strong(peer.path("peer").asText() + ":"),
                    Word.of(peer.path("sentence").asText()),
                    Words.faint("(since " + Words.time(peer, "since").text() + ")"));
            addresses(screen, peer, "onBoth", "on both", Style.BAD);
            addresses(screen, peer, "wouldDefer", "would be deferred", Style.DOUBTFUL);
            addresses(screen, peer, "wouldTake", "refused today, the peer would take it", Style.GOOD);
            addresses(
                    screen, peer, "fromCatchAll", "taken by a catch-all today, the peer would take it", Style.DOUBTFUL);
        }
    }

    private static void addresses(Screen screen, JsonNode peer, String kind, String words, Style style) {
        JsonNode some = peer.path("addresses").path(kind);
        some.forEach(address -> screen.line(Word.of("  " + address.asText()), new Word(words, style)));
        long more = peer.path(kind).asLong() - some.size();
        if (more > 0) {
            screen.line(Words.faint("  and " + more + " more: " + words));
        }
    }

    /** {@code domain-sharing rehearsal anew}: forgets what it has found. */
    @Command(name = "anew", header = "Begins the rehearsal anew.", description = "Forgets what it has found so far.")
    static final class Anew implements Callable<Integer> {
        private final Remote remote;

        @Spec
        private @Nullable CommandSpec spec;

        Anew(Remote remote) {
            this.remote = remote;
        }

        @Override
        public Integer call() {
            return remote.run(
                    Specs.of(spec),
                    Request.delete("/rehearsal"),
                    (screen, done) -> screen.line("the rehearsal has begun anew"));
        }
    }
}
