// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.torture.ServerTrial;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries a server, and says what it does wrong. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Tries a server with queries that are hard to answer.",
        description = {"", "Sends some twenty datagrams, one after the other. Use it on your own servers.", ""},
        footerHeading = "%n",
        footer = {
            "Exit codes:",
            "  0  it does all that the draft demands",
            "  1  it does not",
            "  2  wrong usage; nothing was sent",
            "  9  trouble on this side"
        })
final class TortureProbe implements Callable<Integer> {
    private final UnaryOperator<@Nullable String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "@HOST[:PORT]", description = "the server; port 4069 unless given")
    private String server = "";

    @Option(names = "--existing", paramLabel = "ADDRESS", required = true, description = "an address that it has")
    private String existing = "";

    @Option(
            names = "--missing",
            paramLabel = "ADDRESS",
            required = true,
            description = "an address that it has not, in a domain that it is asked for")
    private String missing = "";

    @Mixin
    private final SecretVariable secret = new SecretVariable();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "how long each try waits, such as 500ms, 1s (default: ${DEFAULT-VALUE})")
    private Duration timeout = Duration.ofSeconds(1);

    TortureProbe(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not start this command");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<ServerTrial.Outcome> wrong = new ArrayList<>();
        Asked asked = asked(spec);
        asked.trial().run(asked.existing(), asked.missing(), asked.shared(), outcome -> {
            out.println(line(outcome));
            out.flush();
            if (!outcome.isRight() && outcome.isDemandedByDraft()) {
                wrong.add(outcome);
            }
        });
        return wrong.isEmpty() ? 0 : 1;
    }

    private static String line(ServerTrial.Outcome outcome) {
        String word = outcome.isRight() ? "ok     " : outcome.isDemandedByDraft() ? "WRONG  " : "differs";
        return word + "  " + outcome.tried()
                + (outcome.isRight() ? "" : ": expected " + outcome.expected() + ", but " + outcome.fault());
    }

    private record Asked(ServerTrial trial, Mailbox existing, Mailbox missing, @Nullable Secret shared) {}

    private Asked asked(CommandSpec command) {
        try {
            MingerServer parsed = ServerArgument.parse(server, secret.read(environment));
            InetSocketAddress address = new InetSocketAddress(parsed.host(), parsed.port());
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("'" + parsed.host() + "' has no address");
            }
            return new Asked(
                    new ServerTrial(address, timeout),
                    Mailbox.parse(existing),
                    Mailbox.parse(missing),
                    parsed.secret());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
