// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Table;
import io.domainsharing.commandline.terminal.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers}: every peer with its state; below it what changes them. */
@Command(
        name = "peers",
        header = "Lists the peers, or changes them.",
        description = {"", "Shows the peers of a running James and their state.", ""},
        footer = {
            "",
            "Examples:",
            "  domain-sharing peers",
            "  domain-sharing peers show tokyo",
            "  domain-sharing peers test",
            "  domain-sharing peers mode tokyo observe",
            "  OSLO_SECRET=... domain-sharing peers add oslo --smtp oslo.example.net --secret-env OSLO_SECRET"
        })
public final class PeersCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public PeersCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(Specs.of(spec), Request.get("/peers", Shape.LIST), PeersCommand::show);
    }

    static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("There is no peer. Add one: domain-sharing peers add NAME --smtp HOST");
            return;
        }
        Table table =
                Table.headed("PEER", "MODE", "STATE", "SINCE", "ASKED BY", "P50", "P99", "WAITING", "ORIGIN", "SMTP");
        for (JsonNode peer : done.body()) {
            JsonNode roundTrip = peer.path("roundTrip");
            table.row(
                    Words.strong(peer.path("name").asText()),
                    Words.text(peer, "mode"),
                    Words.state(peer.path("state").asText()),
                    Words.time(peer, "since"),
                    Words.text(peer, "lookup"),
                    Words.millis(roundTrip.path("p50Millis")),
                    Words.millis(roundTrip.path("p99Millis")),
                    Held.count(peer),
                    Words.text(peer, "origin"),
                    Words.list(peer, "smtp"));
        }
        screen.table(table);
        for (JsonNode peer : done.body()) {
            notes(peer)
                    .forEach(note ->
                            screen.line(Words.faint(";; " + peer.path("name").asText() + ":"), note));
        }
    }

    /** What does not fit into a table. */
    static List<Word> notes(JsonNode peer) {
        List<Word> notes = new ArrayList<>();
        if (peer.has("remembered")) {
            notes.add(Words.faint(
                    "remembered addresses of it: " + peer.path("remembered").asText()));
        }
        JsonNode last = peer.path("lastAnswer");
        if (last.isObject()) {
            String detail = last.path("detail").asText("");
            notes.add(Words.faint(
                    "last answer: " + PeerWords.of(last.path("answer").asText()).text()
                            + (detail.isEmpty() ? "" : " (" + detail + ")") + ", at "
                            + Words.time(last, "at").text()));
        }
        JsonNode asked = peer.path("lastAskedUs");
        if (asked.path("code").asInt(5) == 2) {
            notes.add(new Word(
                    "asks this server with a wrong secret, last at "
                            + Words.time(asked, "at").text(),
                    Style.BAD));
        }
        if (peer.has("unproven")) {
            notes.add(new Word(
                    "unsigned answers in its name, which did not count: "
                            + peer.path("unproven").asText(),
                    Style.BAD));
        }
        if (peer.has("openSince")) {
            notes.add(Words.faint(
                    "not asked since " + Words.time(peer, "openSince").text() + ": it was silent"));
        }
        if (peer.has("lastFailure")) {
            notes.add(Words.faint("mail waits: " + peer.path("lastFailure").asText()));
        }
        if (!peer.path("acceptsAll").isEmpty()) {
            notes.add(Words.faint("says yes to every address of "
                    + Words.list(peer, "acceptsAll").text()));
        }
        return notes;
    }
}
