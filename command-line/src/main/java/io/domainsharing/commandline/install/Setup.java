// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows what would be done, asks, and does it. */
record Setup(Screen screen, Keyboard keyboard, WriteOptions options) {
    /**
     * How it went.
     *
     * @param exitCode null: it was done, or there was nothing to do
     */
    record Outcome(Journal journal, boolean isChanged, Optional<Integer> exitCode) {}

    /**
     * Does it.
     *
     * @throws IOException nothing was changed
     */
    Outcome run(Proposal proposal, Journal journal) throws IOException {
        if (!proposal.byHand().isEmpty()) {
            byHand(proposal.byHand());
            return new Outcome(journal, false, Optional.of(ExitCode.NO));
        }
        if (proposal.changesNothing()) {
            screen.line("Domain Sharing is installed in " + proposal.conf() + ": there is nothing to change.");
            return new Outcome(journal, false, Optional.empty());
        }
        ProposalView.show(screen, proposal);
        Optional<Integer> instead = options.instead(screen, keyboard);
        if (instead.isPresent()) {
            return new Outcome(journal, false, instead);
        }
        Journal written = proposal.write(journal);
        screen.line("Written. The files as they were lie in " + Journal.folder(proposal.conf())
                + ", and domain-sharing uninstall puts them back.");
        return new Outcome(written, true, Optional.empty());
    }

    private void byHand(List<ByHand> all) {
        screen.failure("not all of it can be told from these files, so nothing was written. By hand:");
        ProposalView.byHand(screen, all);
        screen.line("Then run this again. docs/manual-installation.md shows each file as it has to be.");
    }
}
