// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.check.FolderReview;
import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.ConfEdits;
import io.domainsharing.commandline.conf.Office;
import io.domainsharing.commandline.conf.PeerEntry;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.install.Setup.Outcome;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing install CONF}: Domain Sharing in a folder of James's, and the command for the other office. */
@Command(
        name = "install",
        sortOptions = false,
        header = "Installs Domain Sharing in a conf/ folder of James.",
        description = {
            "",
            "Changes James's own files where Domain Sharing needs it, and nothing else in them; shows the changes first. Writes"
                    + " domainsharing.xml with a secret of its own, copies the JAR that fits this James, and checks the result. What it"
                    + " cannot tell from the files it says, and then writes nothing. Run it again to upgrade the JAR or to add a peer.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing install conf --node paris --domain example.com --peer tokyo=mx.tokyo.example.net",
            "  domain-sharing install conf --dry-run",
            "",
            "Exit codes: 0 installed, 1 something is to be done by hand or was found wrong, 2 wrong usage, 9 a file cannot be written."
        })
public final class InstallCommand implements Callable<Integer> {
    private final Keyboard keyboard;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CONF_FOLDER", description = "James's conf folder")
    private Path folder = Path.of("conf");

    @Mixin
    private final SetupOptions setup = new SetupOptions();

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "a shared domain; may repeat (default: every domain of this James)")
    private List<String> domains = List.of();

    @Option(
            names = "--peer",
            paramLabel = "NAME=HOST[:SMTP[:MINGER]]",
            description = "another office; may repeat. Its command then needs no answer")
    private List<String> peers = List.of();

    @Option(
            names = "--observe",
            description =
                    "the other offices are only observed until they go live: they decide nothing, and get no mail")
    private boolean isObserving;

    @Option(names = "--invite", description = "writes a token for another office, though one was written before")
    private boolean invites;

    @Option(
            names = "--valid",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "how long the token may be used (default: ${DEFAULT-VALUE})")
    private int hours;

    @Mixin
    private final WriteOptions options = new WriteOptions();

    public InstallCommand(Keyboard keyboard, Clock clock) {
        this.keyboard = keyboard;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return Guarded.run(spec, screen -> install(screen, Guarded.conf(spec, folder)));
    }

    private int install(Screen screen, Path conf) throws IOException {
        List<String> shared =
                domains.stream().map(domain -> Domain.of(domain).asString()).toList();
        List<Office> offices = peers.stream().map(Office::parse).toList();
        Journal journal = Journal.read(conf);
        Site before = Site.of(conf);
        Office own = before.own(setup, null);
        if (offices.stream().anyMatch(office -> office.name().equals(own.name()))) {
            throw new IllegalArgumentException("--peer names another office, and " + own.name() + " is this one");
        }
        List<ByHand> byHand = new ArrayList<>();
        Secret secret = before.secrets().stream().findFirst().orElseGet(Tokens::secret);
        EditedText sharing = before.with(
                SharingEdits.create(own, shared, setup.bind(), secret),
                offices.stream()
                        .map(office -> new PeerEntry(office, Tokens.secret(), isObserving))
                        .toList(),
                List.of(),
                byHand);
        ConfEdits edits = ConfEdits.of(conf, before.isShared() ? before.domains() : shared);
        JarChoice jar = JarChoice.of(setup.james(conf), setup.jar());
        Outcome outcome =
                new Setup(screen, keyboard, options).run(Guarded.proposal(conf, edits, sharing, jar, byHand), journal);
        if (outcome.exitCode().isPresent()) {
            return outcome.exitCode().get();
        }
        boolean isWell = !outcome.isChanged() || FolderReview.show(conf, false, screen);
        if (isWell) {
            invite(screen, Site.of(conf), own, offices, outcome, !before.isShared());
        }
        return isWell ? ExitCode.OK : ExitCode.NO;
    }

    private void invite(Screen screen, Site site, Office own, List<Office> offices, Outcome outcome, boolean isFirst)
            throws IOException {
        Journal journal = outcome.journal();
        List<@Nullable Office> invited = new ArrayList<>(offices);
        if (offices.isEmpty() && (isFirst || invites)) {
            invited.add(null);
        }
        for (Office office : invited) {
            JoinToken token = Tokens.invitation(site, own, office, clock.instant(), Duration.ofHours(hours));
            journal = journal.with(token, true, false, clock.instant());
            journal.write(site.conf());
            Tokens.show(
                    screen, office == null ? "the other office" : office.name().value(), "join", token);
        }
        if (outcome.isChanged()) {
            screen.line("");
            screen.line("Start James, or start it again: it reads these files when it starts.");
        }
    }
}
