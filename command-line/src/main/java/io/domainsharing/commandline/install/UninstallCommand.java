// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.remote.Queues;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing uninstall CONF}: the folder as it was before {@code install}. */
@Command(
        name = "uninstall",
        sortOptions = false,
        header = "Takes back what install did to a conf/ folder.",
        description = {
            "",
            "Asks the running server first whether mail waits in a queue that only Domain Sharing empties. A file that nobody has edited"
                    + " since is as it was before install, octet for octet. In one that somebody has edited, the lines that install put"
                    + " there go and those that it took out come back; what cannot be told apart it says, and then writes nothing.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing uninstall /etc/james/conf",
            "  domain-sharing uninstall /etc/james/conf --offline",
            "",
            "Exit codes: 0 taken back, 1 something is to be done by hand, 2 wrong usage, 4 no WebAdmin at that URL,",
            "7 mail waits, 9 a file cannot be written."
        })
public final class UninstallCommand implements Callable<Integer> {
    private final Keyboard keyboard;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CONF_FOLDER", description = "James's conf folder")
    private Path folder = Path.of("conf");

    @Mixin
    private final ServerOptions server;

    @Option(names = "--force", description = "goes on where lines cannot be taken back, and leaves them to you")
    private boolean isForced;

    @Mixin
    private final WriteOptions options = new WriteOptions();

    public UninstallCommand(Environment environment, Keyboard keyboard) {
        this.server = new ServerOptions(environment);
        this.keyboard = keyboard;
    }

    @Override
    public Integer call() {
        return Guarded.run(spec, screen -> uninstall(screen, Guarded.conf(spec, folder)));
    }

    private int uninstall(Screen screen, Path conf) throws IOException {
        Journal journal = Journal.read(conf);
        if (journal.isEmpty()) {
            screen.failure("domain-sharing install has changed nothing in " + conf
                    + ". docs/remove.md says how to take out by hand what was put there by hand");
            return ExitCode.NO;
        }
        Optional<Integer> waits = server.isOffline() ? Optional.empty() : queues(screen);
        if (waits.isPresent()) {
            return waits.get();
        }
        Removal removal = Removal.of(conf, journal);
        if (!removal.byHand().isEmpty()) {
            screen.failure("not all of it can be taken back"
                    + (isForced ? ":" : ", so nothing was. By hand, then with --force:"));
            ProposalView.byHand(screen, removal.byHand());
            if (!isForced) {
                return ExitCode.NO;
            }
        }
        show(screen, removal);
        Optional<Integer> instead = options.instead(screen, keyboard);
        if (instead.isPresent()) {
            return instead.get();
        }
        removal.write(journal);
        screen.line("Taken back. Start James again, and take this server out of the peers of the other offices.");
        return ExitCode.OK;
    }

    private Optional<Integer> queues(Screen screen) {
        Queues queues = Queues.of(server.webAdmin());
        Failed failure = queues.failure();
        if (failure != null) {
            screen.failure(failure.why());
            screen.line("Whether mail waits can be told by a running server only. With --offline nobody is asked.");
            return Optional.of(failure.exitCode());
        }
        if (queues.waiting().isEmpty()) {
            return Optional.empty();
        }
        screen.failure("mail waits in queues that only Domain Sharing empties, so nothing was taken back:");
        queues.waiting().forEach(each -> screen.line("  " + each));
        screen.line("docs/remove.md says how they become empty.");
        return Optional.of(ExitCode.CONFLICT);
    }

    private static void show(Screen screen, Removal removal) {
        for (Removal.Back back : removal.back()) {
            screen.line(
                    new Word("  " + back.file().getFileName(), Style.STRONG),
                    back.isAsBefore()
                            ? "as it was before install"
                            : "was edited since: that stays, and the lines of Domain Sharing go");
        }
        for (Path file : removal.gone()) {
            screen.line(new Word("- " + file.getFileName(), Style.BAD));
        }
        removal.notes().forEach(note -> screen.line(new Word(";; " + note, Style.DOUBTFUL)));
    }
}
