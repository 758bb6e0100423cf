// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.check.FolderReview;
import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.ConfEdits;
import io.domainsharing.commandline.conf.Office;
import io.domainsharing.commandline.conf.PeerEntry;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.install.Journal.UsedToken;
import io.domainsharing.commandline.install.Setup.Outcome;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.network.Secret;
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

/** {@code domain-sharing join TOKEN}: installs Domain Sharing with the office that made the token as a peer. */
@Command(
        name = "join",
        sortOptions = false,
        header = "Installs Domain Sharing here and joins the office that made a token.",
        description = {
            "",
            "Does what install does, with the other office as a peer, and asks that office whether it answers. Where the token was made"
                    + " for this office by name, the other one needs nothing more; otherwise it needs the answer that is shown.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing join 'ds1:...'",
            "  domain-sharing join - /etc/james/conf --node tokyo --host mx.tokyo.example.net",
            "",
            "Exit codes: 0 joined, 1 the token is over, something is to be done by hand or was found wrong, 2 wrong usage,",
            "9 a file cannot be written."
        })
public final class JoinCommand implements Callable<Integer> {
    private final Keyboard keyboard;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TOKEN",
            description = "what install has shown; -: it stands in the standard input")
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
    private final SetupOptions setup = new SetupOptions();

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final WriteOptions options = new WriteOptions();

    public JoinCommand(Environment environment, Keyboard keyboard, Clock clock) {
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
            return join(screen, conf, token, journal);
        });
    }

    private Optional<String> refusal(JoinToken token, Journal journal) {
        if (token.isAnswer()) {
            return Optional.of("this token is an answer, for " + "domain-sharing accept at the office that asked");
        }
        if (!clock.instant().isBefore(token.expires())) {
            return Optional.of("this token was good until " + token.expires() + ". At "
                    + token.from().name() + ", domain-sharing install with --invite or --peer makes another one");
        }
        Optional<UsedToken> known = journal.token(token.id());
        if (known.isPresent()) {
            return Optional.of(
                    known.get().isOurs() ? "this server made this token itself" : "this token was used here before");
        }
        return Optional.empty();
    }

    private int join(Screen screen, Path conf, JoinToken token, Journal journal) throws IOException {
        Site before = Site.of(conf);
        Optional<Office> wanted = token.addressee();
        Office here = before.own(setup, wanted.map(Office::name).orElse(null));
        if (wanted.isPresent() && !wanted.get().name().equals(here.name())) {
            screen.failure("this token is for " + wanted.get().name() + ", and this office is " + here.name());
            return ExitCode.NO;
        }
        if (here.name().equals(token.from().name())) {
            screen.failure("the other office is called " + here.name() + ", too: give this one another --node");
            return ExitCode.NO;
        }
        Office own = wanted.orElse(here);
        List<ByHand> byHand = new ArrayList<>();
        Secret secretOfTo = token.secretOfTo();
        Secret secret = secretOfTo == null ? Tokens.secret() : secretOfTo;
        EditedText sharing = before.with(
                SharingEdits.create(own, token.domains(), setup.bind(), secret),
                List.of(new PeerEntry(token.from(), token.secret(), isObserving)),
                secretOfTo == null && before.isShared() ? List.of() : List.of(secret),
                byHand);
        ConfEdits edits = ConfEdits.of(conf, before.isShared() ? before.domains() : token.domains());
        JarChoice jar = JarChoice.of(setup.james(conf), setup.jar());
        Outcome outcome =
                new Setup(screen, keyboard, options).run(Guarded.proposal(conf, edits, sharing, jar, byHand), journal);
        if (outcome.exitCode().isPresent()) {
            return outcome.exitCode().get();
        }
        outcome.journal().with(token, false, true, clock.instant()).write(conf);
        boolean isWell = FolderReview.show(conf, !server.isOffline(), screen);
        if (wanted.isEmpty()) {
            Tokens.show(screen, token.from().name().value(), "accept", Tokens.answer(Site.of(conf), own, token));
        }
        if (!server.isOffline()) {
            screen.line("");
            new BothWays(server.webAdmin(), screen)
                    .show(own.name(), token.from().name());
        }
        return isWell ? ExitCode.OK : ExitCode.NO;
    }
}
