// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.ExitCode;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing owner ADDRESS}: who has it, step by step, and what RCPT is answered. */
@Command(
        name = "owner",
        header = "Tells who owns an address, step by step.",
        description = {
            "",
            "Asks a running James: what it knows itself, what it remembers, what each peer answers,"
                    + " and the SMTP reply that follows.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing owner bob@example.com",
            "  domain-sharing owner bob@example.com --refresh --json",
            "",
            "Exit codes: 0 mail for it is taken (250), 1 nobody has it (550), 3 deferred: nobody can tell now, or its",
            "owner takes no mail for it now (451);",
            "4 to 9 as for domain-sharing."
        })
public final class OwnerCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ADDRESS", description = "the mail address")
    private String address = "";

    @Option(names = "--refresh", description = "asks the peers, whatever is remembered")
    private boolean refresh;

    public OwnerCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        Request request = Request.get(
                "/owners/" + Request.encoded(address) + (refresh ? "?refresh=true" : ""), Shape.objectWith("verdict"));
        return remote.run(Specs.of(spec), request, OwnerCommand::show, OwnerCommand::verdict);
    }

    private static int verdict(JsonNode owner) {
        return switch (owner.path("reply").asText()) {
            case "250" -> ExitCode.OK;
            case "550" -> ExitCode.NO;
            default -> ExitCode.UNDETERMINED;
        };
    }

    private static void show(Screen screen, Done done) {
        JsonNode owner = done.body();
        screen.line(Words.strong(owner.path("address").asText()), verdictWords(owner));
        if (owner.has("conflict")) {
            screen.line(new Word(conflict(owner.path("conflict")), Style.BAD));
        }
        Table steps = new Table("  ");
        for (JsonNode step : owner.path("steps")) {
            steps.row(new OwnerStep(step).cells());
        }
        screen.table(steps);
    }

    private static String conflict(JsonNode conflict) {
        List<String> servers = new ArrayList<>();
        if (conflict.path("kind").asText().equals("here_and_on_peers")) {
            servers.add("here");
        }
        conflict.path("peers").forEach(peer -> servers.add("on " + peer.asText()));
        String winner = conflict.path("winner").asText();
        return "conflict: it is " + String.join(" and ", servers) + "; "
                + (winner.isEmpty() ? "none of them takes mail for it now" : "mail from here goes to " + winner);
    }

    private static Word verdictWords(JsonNode owner) {
        String peer = owner.path("peer").asText();
        String verdict = owner.path("verdict").asText();
        String words =
                switch (verdict) {
                    case "local" -> "is local ("
                            + owner.path("local").asText("account").replace('_', ' ') + ")";
                    case "peer" -> "is on " + peer;
                    case "gateway" -> "is the gateway's (" + owner.path("proof").asText() + ")";
                    case "nobody" -> "is nobody's";
                    case "unavailable" -> "is on " + peer + ", which takes no mail for it now";
                    default -> "cannot be told now";
                };
        return new Word(words, Words.reply(owner.path("reply").asText()).style());
    }
}
