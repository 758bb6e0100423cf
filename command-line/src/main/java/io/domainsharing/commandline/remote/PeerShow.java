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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers show NAME}: everything that James knows of one peer, but for its secret. */
@Command(
        name = "show",
        header = "Shows one peer: its keys, its state, its mail.",
        description = {"", "Where there is none of that name the exit code is 6.", ""})
final class PeerShow implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "the peer")
    private String name = "";

    PeerShow(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.get("/peers/" + Request.encoded(name), Shape.objectWith("name")),
                PeerShow::show);
    }

    private static void show(Screen screen, Done done) {
        JsonNode peer = done.body();
        screen.line(
                Words.strong(peer.path("name").asText() + ":"),
                Words.state(peer.path("state").asText()),
                Words.faint(
                        peer.has("since") ? "since " + Words.time(peer, "since").text() : "was never asked"));
        String lookup = peer.path("lookup").asText();
        Table table = new Table("  ")
                .row("mode", Modes.of(peer.path("mode").asText()))
                .row("smtp", Words.list(peer, "smtp"))
                .row(
                        "asked by",
                        lookup.equals("minger")
                                ? lookup + ", port " + peer.path("mingerPort").asText()
                                : lookup)
                .row("domains", orElse(Words.list(peer, "domain"), "every shared one"))
                .row("trusted", orElse(Words.list(peer, "trusted"), "the addresses of its SMTP hosts"))
                .row("tls", Words.text(peer, "tls"))
                .row("origin", Words.text(peer, "origin"));
        if (lookup.equals("minger")) {
            table.row("signed answers", proof(peer));
        }
        JsonNode digest = peer.path("digest");
        if (digest.isObject()) {
            table.row(
                    "digest",
                    digest.path("entries").asText() + " addresses, "
                            + (digest.path("live").asBoolean() ? "connected" : "not connected") + ", "
                            + Words.age(digest.path("ageSeconds").asLong()) + " old");
        }
        if (!peer.path("unknownUser").isEmpty()) {
            table.row("unknown user", Words.list(peer, "unknownUser"));
        }
        JsonNode roundTrip = peer.path("roundTrip");
        if (roundTrip.isObject()) {
            table.row(
                    "round trip",
                    "p50 " + Words.millis(roundTrip.path("p50Millis")).text() + ", p99 "
                            + Words.millis(roundTrip.path("p99Millis")).text() + ", of the last "
                            + Words.text(roundTrip, "samples").text());
        }
        table.row("queue", Words.text(peer, "queue")).row("waiting", Held.of(peer));
        screen.table(table);
        if (peer.has("refusal")) {
            screen.line(
                    Words.faint(";;"),
                    new Word("it says: " + peer.path("refusal").asText(), Style.BAD));
        }
        PeersCommand.notes(peer).forEach(note -> screen.line(Words.faint(";;"), note));
    }

    private static Word proof(JsonNode peer) {
        String wanted = peer.path("proof").asText();
        if (peer.has("signsSince")) {
            return new Word(wanted + ", since " + Words.time(peer, "signsSince").text(), Style.GOOD);
        }
        return switch (peer.path("proofState").asText()) {
            case "plain" -> Word.of(wanted + ", it does not sign");
            case "untried" -> Word.of(wanted + ", not known yet");
            default -> Words.text(peer, "proof");
        };
    }

    private static Word orElse(Word given, String otherwise) {
        return given.text().isEmpty() ? Words.faint(otherwise) : given;
    }
}
