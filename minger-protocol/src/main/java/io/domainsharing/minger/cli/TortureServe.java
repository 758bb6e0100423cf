// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.Misbehaviour;
import io.domainsharing.network.Escaped;
import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server that does to each query what the query's mailbox asks for. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Is a server that misbehaves, for clients.",
        description = {
            "",
            "Does to each query what its local part asks for, up to a dot or plus: spoof-first@example.com. Says what a",
            "right client makes of it. Run it with --list to see all of them. Ends by Ctrl-C.",
            ""
        })
final class TortureServe implements Callable<Integer> {
    private static final int LONGEST = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bind",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "the local address (default: ${DEFAULT-VALUE})")
    private String bind = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4069",
            description = "the UDP port; 0: a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--queries", paramLabel = "N", description = "end after so many queries")
    private @Nullable Integer queries;

    @Option(names = "--list", description = "only say what it does for which local part")
    private boolean list;

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not start this command");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            for (Misbehaviour each : Misbehaviour.values()) {
                out.println(each.word() + ": " + each.does() + ". Right: " + each.right());
            }
            out.flush();
            return 0;
        }
        if (queries != null && queries < 1) {
            throw new ParameterException(spec.commandLine(), "--queries takes a number from 1 on, not " + queries);
        }
        CountDownLatch left = new CountDownLatch(queries == null ? Integer.MAX_VALUE : queries);
        MisbehavingMingerPeer.Behaviour asked = Misbehaviour.asEachMailboxAsks();
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(address(spec), query -> {
            asked.on(query);
            tell(out, query);
            left.countDown();
        })) {
            out.println("listening on UDP " + NetUtil.toSocketAddressString(peer.address()));
            out.flush();
            left.await();
        } catch (UncheckedIOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("cannot listen on UDP " + bind + " port " + port + ": "
                    + Objects.requireNonNullElse(e.getCause(), e).getMessage());
            err.flush();
            return ExitCode.TROUBLE_HERE;
        }
        return 0;
    }

    private static void tell(PrintWriter out, MisbehavingMingerPeer.Received query) {
        if (!query.mailbox().contains("@")) {
            out.println("no address from " + NetUtil.toSocketAddressString(query.from()) + ": no answer");
            out.flush();
            return;
        }
        Misbehaviour done = Misbehaviour.of(query.mailbox()).orElse(Misbehaviour.UNKNOWN);
        out.println(Escaped.of(query.mailbox(), LONGEST) + " from " + NetUtil.toSocketAddressString(query.from()) + ": "
                + done.does() + ". Right: " + done.right());
        out.flush();
    }

    private InetSocketAddress address(CommandSpec command) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(bind);
        if (address == null || port < 0 || port > 65_535) {
            throw new ParameterException(
                    command.commandLine(),
                    "--bind takes an IP address and --port 0 to 65535, not " + bind + ' ' + port);
        }
        return new InetSocketAddress(address, port);
    }
}
