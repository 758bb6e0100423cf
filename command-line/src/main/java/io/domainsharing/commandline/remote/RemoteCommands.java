// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.Pause;
import picocli.CommandLine;

/** The commands that talk to WebAdmin. Options may stand before or after the name of a command below another one. */
public final class RemoteCommands {
    private RemoteCommands() {}

    /**
     * Adds them, in the order in which help lists them.
     *
     * @param pause how those wait that ask more than once
     */
    public static void addTo(CommandLine line, Environment environment, Pause pause) {
        line.addSubcommand(new OwnerCommand(new Remote(environment)));
        Remote peers = new Remote(environment);
        line.addSubcommand(new CommandLine(new PeersCommand(peers))
                .addSubcommand(new PeerShow(peers))
                .addSubcommand(new PeerAdd(peers))
                .addSubcommand(new PeerModeSet(peers))
                .addSubcommand(new PeerRemove(peers))
                .addSubcommand(new PeersTestCommand(peers))
                .addSubcommand(new PeerFlush(peers)));
        Remote gateways = new Remote(environment);
        line.addSubcommand(
                new CommandLine(new GatewaysCommand(gateways)).addSubcommand(new GatewaysCommand.Flush(gateways)));
        line.addSubcommand(new SecondariesCommand(new Remote(environment)));
        Remote cache = new Remote(environment);
        line.addSubcommand(new CommandLine(new CacheCommand(cache))
                .addSubcommand(new CacheCommand.Show(cache))
                .addSubcommand(new CacheList(cache))
                .addSubcommand(new CacheEvict(cache)));
        Remote pins = new Remote(environment);
        line.addSubcommand(new CommandLine(new PinsCommand(pins))
                .addSubcommand(new PinsCommand.ListCommand(pins))
                .addSubcommand(new PinSet(pins))
                .addSubcommand(new PinRemove(pins)));
        Remote harvest = new Remote(environment);
        line.addSubcommand(
                new CommandLine(new HarvestCommand(harvest)).addSubcommand(new HarvestCommand.Pardon(harvest)));
        Remote mail = new Remote(environment);
        line.addSubcommand(new CommandLine(new MailCommand(mail))
                .addSubcommand(new MailCommand.Retry(mail))
                .addSubcommand(new MailCommand.Return(mail)));
        line.addSubcommand(new StatusCommand(new Remote(environment)));
        line.addSubcommand(new FindingsCommand(new Remote(environment)));
        Remote conflicts = new Remote(environment);
        line.addSubcommand(
                new CommandLine(new ConflictsCommand(conflicts)).addSubcommand(new ConflictsCheck(conflicts, pause)));
        Remote rehearsal = new Remote(environment);
        line.addSubcommand(
                new CommandLine(new RehearsalCommand(rehearsal)).addSubcommand(new RehearsalCommand.Anew(rehearsal)));
        line.addSubcommand(new WatchCommand(new Remote(environment), pause));
    }
}
