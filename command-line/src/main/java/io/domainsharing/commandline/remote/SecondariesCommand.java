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

/** {@code domain-sharing secondaries}: the servers that hold mail for this one. */
@Command(
        name = "secondaries",
        header = "Lists the servers that hold mail for this one.",
        description = {"", "Shows the secondaries of a running James, and what each last said to ETRN.", ""},
        footer = {"", "Example:", "  domain-sharing secondaries"})
public final class SecondariesCommand implements Callable<Integer> {
    private static final int MAIL_COMES = 3;

    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public SecondariesCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(Specs.of(spec), Request.get("/secondaries", Shape.LIST), SecondariesCommand::show);
    }

    private static void show(Screen screen, Done done) {
        if (done.body().isEmpty()) {
            screen.line("There is no secondary.");
            return;
        }
        Table table = Table.headed("SECONDARY", "STATE", "SINCE", "ASKED NEXT", "SMTP");
        for (JsonNode secondary : done.body()) {
            table.row(
                    Words.strong(secondary.path("name").asText()),
                    Words.state(secondary.path("state").asText()),
                    Words.time(secondary, "since"),
                    Words.time(secondary, "nextAsked"),
                    Words.list(secondary, "smtp"));
        }
        screen.table(table);
        for (JsonNode secondary : done.body()) {
            for (JsonNode domain : secondary.path("domain")) {
                screen.line(
                        Words.faint(";; " + secondary.path("name").asText() + ":"),
                        Word.of(domain.path("name").asText()),
                        said(domain));
            }
        }
    }

    private static Word said(JsonNode domain) {
        if (!domain.has("lastAsked")) {
            return Words.faint("was not asked yet");
        }
        int code = domain.path("code").asInt();
        return new Word(
                (code == 0 ? "" : code + " ") + domain.path("reply").asText() + ", at "
                        + Words.time(domain, "lastAsked").text(),
                code / 100 < MAIL_COMES && code > 0 ? Style.FAINT : Style.BAD);
    }
}
