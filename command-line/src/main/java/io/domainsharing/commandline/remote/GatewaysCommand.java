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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing gateways}: the domains of somebody else that are relayed. */
@Command(
        name = "gateways",
        header = "Lists the gateways, or has their mail tried.",
        description = {"", "Shows the gateways of a running James, their state and the mail that waits for them.", ""},
        footer = {"", "Examples:", "  domain-sharing gateways", "  domain-sharing gateways flush customer.example"})
public final class GatewaysCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public GatewaysCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(Specs.of(spec), Request.get("/gateways", Shape.LIST), GatewaysCommand::show);
    }

    static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("There is no gateway.");
            return;
        }
        Table table = Table.headed("DOMAIN", "STATE", "SINCE", "VERIFIED BY", "WAITING", "OLDEST", "SMTP");
        for (JsonNode gateway : done.body()) {
            table.row(
                    Words.strong(gateway.path("domain").asText()),
                    Words.state(gateway.path("state").asText()),
                    Words.time(gateway, "since"),
                    Words.text(gateway, "verify"),
                    Held.count(gateway),
                    Words.time(gateway, "oldestSince"),
                    Words.list(gateway, "smtp"));
        }
        screen.table(table);
        for (JsonNode gateway : done.body()) {
            note(screen, gateway, gateway.path("listed"), "addresses listed: ", Style.FAINT);
            note(screen, gateway, gateway.path("refusal"), "refuses to tell: ", Style.BAD);
            note(screen, gateway, gateway.path("lastFailure"), "mail waits: ", Style.FAINT);
            if (gateway.path("acceptsAll").asBoolean()) {
                line(screen, gateway, new Word("says yes to every address: nothing is verified", Style.DOUBTFUL));
            }
        }
    }

    private static void note(Screen screen, JsonNode gateway, JsonNode value, String words, Style style) {
        if (!value.isMissingNode()) {
            line(screen, gateway, new Word(words + value.asText(), style));
        }
    }

    private static void line(Screen screen, JsonNode gateway, Word note) {
        screen.line(Words.faint(";; " + gateway.path("domain").asText() + ":"), note);
    }

    /** {@code domain-sharing gateways flush DOMAIN}: its mail is tried now. */
    @Command(
            name = "flush",
            header = "Has the mail that waits for a gateway tried now.",
            description = {"", "It uses up no retries.", ""})
    static final class Flush implements Callable<Integer> {
        private final Remote remote;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "DOMAIN", description = "the gateway's domain")
        private String domain = "";

        Flush(Remote remote) {
            this.remote = remote;
        }

        @Override
        public Integer call() {
            return remote.run(
                    Specs.of(spec),
                    Request.post("/gateways/" + Request.encoded(domain) + "/flush"),
                    (screen, done) -> screen.line("mail for gateway", Words.strong(domain), "is tried now"));
        }
    }
}
