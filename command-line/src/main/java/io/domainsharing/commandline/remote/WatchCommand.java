// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Pause;
import io.domainsharing.commandline.terminal.Screen;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code domain-sharing watch}: status, peers, gateways and findings, again and again. */
@Command(
        name = "watch",
        header = "Shows how a running James is doing, again and again.",
        description = {
            "",
            "On a terminal: status, peers and gateways with their waiting mail, and findings, in the place of what was there"
                    + " before. Elsewhere: a line each time. Ctrl-C ends it (exit code 0). A server that cannot be reached is"
                    + " asked again.",
            ""
        },
        footer = {"", "Examples:", "  domain-sharing watch", "  domain-sharing watch --every 60 --count 10 >> day.log"})
public final class WatchCommand implements Callable<Integer> {
    private static final int AN_HOUR = 3_600;

    @Mixin
    private final Remote remote;

    private final Pause pause;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long it waits between two looks (default: ${DEFAULT-VALUE})")
    private int every;

    @Option(
            names = "--count",
            paramLabel = "TIMES",
            defaultValue = "0",
            description = "how often it looks; 0: until it is ended (default: ${DEFAULT-VALUE})")
    private int count;

    /** @param pause between two looks */
    public WatchCommand(Remote remote, Pause pause) {
        this.remote = remote;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        CommandSpec started = Specs.of(spec);
        if (every < 1 || every > AN_HOUR || count < 0) {
            throw new ParameterException(
                    started.commandLine(),
                    "--every takes from 1 to " + AN_HOUR + " seconds, --count no negative number");
        }
        Screen screen = Screen.of(started);
        WebAdmin webAdmin = remote.webAdmin(started, screen);
        for (int looks = 1; ; looks++) {
            int exitCode = look(webAdmin, screen);
            if (looks == count || !pause.of(Duration.ofSeconds(every))) {
                return exitCode;
            }
        }
    }

    private int look(WebAdmin webAdmin, Screen screen) {
        Answer status = webAdmin.send(Request.get("", Shape.objectWith("node")));
        Answer peers = next(status, webAdmin, "/peers");
        Answer gateways = next(peers, webAdmin, "/gateways");
        Answer findings = next(gateways, webAdmin, "/findings");
        if (findings instanceof Failed failed) {
            screen.clear();
            screen.failure(failed.why());
            return failed.exitCode();
        }
        show(screen, new Look((Done) status, (Done) peers, (Done) gateways, (Done) findings));
        return ExitCode.OK;
    }

    /** Where one answer is missing, the others are not asked for. */
    private static Answer next(Answer before, WebAdmin webAdmin, String path) {
        return before instanceof Failed ? before : webAdmin.send(Request.get(path, Shape.LIST));
    }

    private void show(Screen screen, Look look) {
        if (remote.isJson()) {
            screen.json(look.json());
        } else if (screen.isTerminal()) {
            screen.clear();
            StatusCommand.show(screen, look.status());
            screen.line();
            PeersCommand.show(screen, look.peers());
            if (!look.gateways().body().isEmpty()) {
                screen.line();
                GatewaysCommand.show(screen, look.gateways());
            }
            screen.line();
            FindingsCommand.show(screen, look.findings());
            screen.line(Words.faint(look.at() + ", again in " + every + " s; Ctrl-C ends"));
        } else {
            screen.line(look.line());
        }
    }
}
