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

/** {@code domain-sharing status}: this node at a glance. */
@Command(
        name = "status",
        header = "Tells how a running James is doing.",
        description = {"", "Shows its peers, what is in question now, and what it remembers.", ""},
        footer = {"", "Example:", "  domain-sharing status --webadmin http://127.0.0.1:8000"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public StatusCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(Specs.of(spec), Request.get("", Shape.objectWith("node")), StatusCommand::show);
    }

    static void show(Screen screen, Done done) {
        JsonNode node = done.body();
        boolean enabled = node.path("enabled").asBoolean();
        screen.line(
                Words.strong(node.path("node").asText()),
                enabled ? new Word("shares", Style.GOOD) : new Word("is switched off; would share", Style.BAD),
                domains(node),
                Words.faint("(version " + node.path("version").asText("?") + ", since "
                        + Words.time(node, "startedAt").text() + ")"));
        JsonNode peers = node.path("peers");
        JsonNode minger = node.path("minger");
        Table table = new Table("  ")
                .row("findings", findings(node.path("findings")))
                .row("peers", peers(peers))
                .row(
                        "minger",
                        minger.path("enabled").asBoolean()
                                ? Word.of("answers at "
                                        + Words.list(minger, "bind").text())
                                : new Word("answers nobody", Style.DOUBTFUL))
                .row("in question now", Words.text(node, "questionsInFlight"))
                .row("on several servers", count(node.path("conflicts").asLong(), "domain-sharing conflicts"))
                .row(
                        "mail without owner",
                        node.path("undetermined").has("waiting")
                                ? count(
                                        node.path("undetermined")
                                                .path("waiting")
                                                .asLong(),
                                        "waiting")
                                : new Word("not known: James's queue cannot tell", Style.DOUBTFUL));
        screen.table(CacheCommand.figures(table, node.path("cache")));
    }

    private static Word findings(JsonNode findings) {
        long errors = findings.path("errors").asLong();
        long warnings = findings.path("warnings").asLong();
        return errors + warnings == 0
                ? Word.of("none")
                : new Word(
                        errors + " errors, " + warnings + " warnings (domain-sharing findings)",
                        errors > 0 ? Style.BAD : Style.DOUBTFUL);
    }

    private static Word domains(JsonNode node) {
        Word domains = Words.list(node, "domains");
        return domains.text().isEmpty() ? Word.of("every local domain") : domains;
    }

    private static Word peers(JsonNode peers) {
        long down = peers.path("down").asLong();
        long refuses = peers.path("refuses").asLong();
        String words = peers.path("up").asLong() + " up, " + (refuses > 0 ? refuses + " refuse us, " : "") + down
                + " down, "
                + peers.path("unknown").asLong() + " not asked yet";
        return new Word(words, down + refuses > 0 ? Style.BAD : Style.PLAIN);
    }

    private static Word count(long count, String hint) {
        return count == 0 ? Word.of("0") : new Word(count + " (" + hint + ")", Style.DOUBTFUL);
    }
}
