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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing mail QUEUE}: the mails that wait; below it what is done with one of them. */
@Command(
        name = "mail",
        header = "Lists the mail that waits, or has one message tried or returned.",
        description = {
            "",
            "Shows the mail that waits at a running James for a peer, for a gateway, or for its owner to be told. Reads the queue.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing mail tokyo",
            "  domain-sharing mail gateway-customer.example",
            "  domain-sharing mail undetermined --limit 1000",
            "  domain-sharing mail retry tokyo Mail1764-9f2d"
        })
public final class MailCommand implements Callable<Integer> {
    private static final String GATEWAY = "gateway-";

    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    // Not required by picocli, which would want it before a command below, too.
    @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "a peer's name, gateway-DOMAIN, or undetermined")
    private @Nullable String queue;

    @Mixin
    private final Paging paging = new Paging();

    public MailCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        if (queue == null) {
            throw new ParameterException(Specs.of(spec).commandLine(), "Whose mail? Name a queue");
        }
        String path = path(queue) + "?" + paging.query();
        return remote.run(Specs.of(spec), Request.get(path, Shape.objectWith("mails")), MailCommand::show);
    }

    private static String path(String queue) {
        if (queue.equals("undetermined")) {
            return "/undetermined/mails";
        }
        return queue.startsWith(GATEWAY)
                ? "/gateways/" + Request.encoded(queue.substring(GATEWAY.length())) + "/mails"
                : "/peers/" + Request.encoded(queue) + "/mails";
    }

    private static void show(Screen screen, Done done) {
        JsonNode page = done.body();
        if (page.path("mails").isEmpty()) {
            screen.line("No mail waits there.");
            return;
        }
        Table table = Table.headed("MAIL", "FROM", "TO", "OCTETS", "SINCE", "NEXT TRY", "LAST REPLY");
        for (JsonNode mail : page.path("mails")) {
            table.row(
                    Words.strong(mail.path("name").asText()),
                    mail.path("sender").asText().isEmpty()
                            ? "<>"
                            : mail.path("sender").asText(),
                    recipients(mail),
                    Words.text(mail, "size"),
                    Words.time(mail, "since"),
                    Words.time(mail, "nextAttempt"),
                    Words.text(mail, "lastFailure"));
        }
        screen.table(table);
        Paging.tellOfMore(screen, page);
    }

    private static String recipients(JsonNode mail) {
        int others = mail.path("recipientCount").asInt(1) - 1;
        return mail.path("recipients").path(0).asText() + (others > 0 ? " and " + others + " more" : "");
    }

    /** {@code domain-sharing mail retry QUEUE MAIL}. */
    @Command(
            name = "retry",
            header = "Has one message tried now.",
            description = {"", "It uses up no retries.", ""})
    static final class Retry extends Order {
        Retry(Remote remote) {
            super(remote, "retry", "is tried now");
        }
    }

    /** {@code domain-sharing mail return QUEUE MAIL}. */
    @Command(
            name = "return",
            header = "Has one message returned to its sender.",
            description = {"", "It is tried no more. That cannot be undone.", ""})
    static final class Return extends Order {
        Return(Remote remote) {
            super(remote, "return", "goes back to its sender");
        }
    }

    /** What is done with one message. */
    abstract static class Order implements Callable<Integer> {
        private final Remote remote;
        private final String action;
        private final String done;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "QUEUE", description = "a peer's name, gateway-DOMAIN, or undetermined")
        private String queue = "";

        @Parameters(index = "1", paramLabel = "MAIL", description = "the name of the message")
        private String mail = "";

        Order(Remote remote, String action, String done) {
            this.remote = remote;
            this.action = action;
            this.done = done;
        }

        @Override
        public Integer call() {
            return remote.run(
                    Specs.of(spec),
                    Request.post(path(queue) + "/" + Request.encoded(mail) + "?action=" + action),
                    (screen, answer) -> screen.line("mail", Words.strong(mail), done));
        }
    }
}
