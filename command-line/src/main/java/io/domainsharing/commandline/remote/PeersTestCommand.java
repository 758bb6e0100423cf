// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Table;
import io.domainsharing.commandline.terminal.Word;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers test [NAME]}: asks them afresh. */
@Command(
        name = "test",
        header = "Asks the peers now.",
        description = {
            "",
            "Has a running James ask its peers, past all it remembers, about an address that nobody has.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all of them tell of addresses, 1 one is silent or refuses; 4 to 9 as for domain-sharing."
        })
final class PeersTestCommand implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "only this peer")
    private @Nullable String name;

    PeersTestCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        String path = "/peers" + (name == null ? "" : "/" + Request.encoded(name)) + "?action=test";
        return remote.run(
                Specs.of(spec),
                Request.post(path),
                PeersTestCommand::show,
                body -> peers(body).stream().allMatch(PeersTestCommand::tells) ? ExitCode.OK : ExitCode.NO);
    }

    private static List<JsonNode> peers(JsonNode body) {
        return body.isArray() ? StreamSupport.stream(body.spliterator(), false).toList() : List.of(body);
    }

    private static boolean tells(JsonNode peer) {
        return peer.path("alive").asBoolean() && !isRefusal(peer);
    }

    private static boolean isRefusal(JsonNode peer) {
        return "refused".equals(peer.path("answer").asText());
    }

    private static Word standing(JsonNode peer) {
        return tells(peer) ? new Word("alive", Style.GOOD) : new Word(isRefusal(peer) ? "refuses" : "fails", Style.BAD);
    }

    private static void show(Screen screen, Done done) {
        Table table = Table.headed("PEER", "", "ANSWER", "TIME", "DETAIL");
        for (JsonNode peer : peers(done.body())) {
            table.row(
                    Words.strong(peer.path("peer").asText()),
                    standing(peer),
                    PeerWords.of(peer.path("answer").asText()),
                    Words.millis(peer.path("millis")),
                    Words.text(peer, "detail"));
        }
        screen.table(table);
    }
}
