// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.check.FolderReview;
import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.PeerEntry;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.install.Journal.UsedToken;
import io.domainsharing.commandline.install.Setup.Outcome;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing accept TOKEN}: the office that took an invitation becomes a peer of the one that made it. */
@Command(
        name = "accept",
        sortOptions = false,
        header = "Takes the answer of an office that has joined.",
        description = {
            "",
            "Adds the office that answered an invitation of this one to the peers in domainsharing.xml. It takes the answer to an"
                    + " invitation once.",
            ""
        },
        footer = {"", "Example:", "  domain-sharing accept 'ds1:...'"})
public final class AcceptCommand implements Callable<Integer> {
    private final Keyboard keyboard;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TOKEN",
            description = "what join has shown; -: it stands in the standard input")
    private String text = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONF_FOLDER",
            description = "James's conf folder (default: conf)")
    private Path folder = Path.of("conf");

    @Option(
            names = "--observe",
            description = "the other office is only observed until it goes live: it decides nothing, and gets no mail")
    private boolean isObserving;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final WriteOptions options = new WriteOptions();

    public AcceptCommand(Environment environment, Keyboard keyboard, Clock clock) {
        this.server = new ServerOptions(environment);
        this.keyboard = keyboard;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return Guarded.run(spec, screen -> {
            Path conf = Guarded.conf(spec, folder);
            JoinToken token = JoinToken.parse(text.equals("-") ? keyboard.line() : text);
            Journal journal = Journal.read(conf);
            Optional<String> refusal = refusal(token, journal);
            if (refusal.isPresent()) {
                screen.failure(refusal.get());
                return ExitCode.NO;
            }
            return accept(screen, conf, token, journal);
        });
    }

    private Optional<String> refusal(JoinToken token, Journal journal) {
        if (!token.isAnswer()) {
            return Optional.of("this token is an invitation, for domain-sharing join");
        }
        if (!clock.instant().isBefore(token.expires())) {
            return Optional.of("the invitation that this answers was good until " + token.expires());
        }
        Optional<UsedToken> known = journal.token(token.id()).filter(UsedToken::isOurs);
        if (known.isEmpty()) {
            return Optional.of("this answers no invitation of this server");
        }
        return known.get().isUsed() ? Optional.of("an answer to this invitation was taken before") : Optional.empty();
    }

    private int accept(Screen screen, Path conf, JoinToken token, Journal journal) throws IOException {
        Site site = Site.of(conf);
        List<ByHand> byHand = new ArrayList<>();
        EditedText sharing = site.with(
                new SourceText(SharingEdits.NAME, ""),
                List.of(new PeerEntry(token.from(), token.secret(), isObserving)),
                List.of(),
                byHand);
        Outcome outcome =
                new Setup(screen, keyboard, options).run(new Proposal(conf, List.of(sharing), null, byHand), journal);
        if (outcome.exitCode().isPresent()) {
            return outcome.exitCode().get();
        }
        outcome.journal().with(token, true, true, clock.instant()).write(conf);
        boolean isWell = FolderReview.show(conf, !server.isOffline(), screen);
        screen.line("Start James again: it reads this file when it starts.");
        return isWell ? ExitCode.OK : ExitCode.NO;
    }
}
