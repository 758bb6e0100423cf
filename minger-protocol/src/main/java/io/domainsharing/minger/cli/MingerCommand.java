// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.network.HostResolver;
import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code minger user@example.com @host}: asks one server about one address, as dig asks about a name. */
@Command(
        name = "minger",
        mixinStandardHelpOptions = true,
        versionProvider = MingerCommand.Version.class,
        sortOptions = false,
        header = "Asks a server by Minger about an address.",
        customSynopsis = "${COMMAND-FULL-NAME} ADDRESS @HOST[:PORT] [OPTIONS]",
        description = {"", "Asks it over UDP (draft-hathcock-minger-06) whether it accepts mail for the address.", ""},
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  ${COMMAND-FULL-NAME} user@example.com @mx1.example.com",
            "  ${COMMAND-FULL-NAME} user@example.com @192.0.2.1:4070 --timeout 500ms --tries 5",
            "  ${COMMAND-FULL-NAME} user@example.com '@[2001:db8::1]' --json",
            "  SECRET=... ${COMMAND-FULL-NAME} user@example.com @mx1.example.com --secret-env SECRET",
            "  SECRET=... ${COMMAND-FULL-NAME} user@example.com @mx1.example.com --secret-env SECRET --proof required",
            "",
            "Exit codes:",
            "  0  the address exists (the server says 5)",
            "  1  no such address (3)",
            "  2  wrong usage; nothing was asked",
            "  3  the address exists but cannot receive mail now (4)",
            "  4  access denied: this host may not ask (1)",
            "  5  credentials missing or wrong (2)",
            "  6  the server finds the query invalid (0)",
            "  7  no answer: every try met silence",
            "  8  no answer: host unreachable, or its name has no address",
            "  9  no answer: trouble on this side",
            "",
            "Only 1 means that the address does not exist. After 4 to 9 nobody knows: try again later."
        })
public final class MingerCommand implements Callable<Integer> {
    /** For the host name, on top of what the tries take. */
    private static final Duration RESOLUTION = Duration.ofSeconds(5);

    private static final Logger NETTY = Logger.getLogger("io.netty");

    private final UnaryOperator<@Nullable String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "2",
            paramLabel = "ADDRESS @HOST",
            hideParamSyntax = true,
            description = "the address to ask about, and the server to ask; port 4069 unless given")
    private List<String> arguments = List.of();

    @Mixin
    private final SecretVariable secret = new SecretVariable();

    @Option(
            names = "--proof",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "whether the query and the answer carry a proof of the secret: auto (where the server gives one), required,"
                            + " never (default: ${DEFAULT-VALUE}); only with a secret")
    private String proof = "auto";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "how long each try waits, such as 500ms, 1s, 2m (default: ${DEFAULT-VALUE})")
    private Duration timeout = MingerClientConfiguration.DEFAULT_TIMEOUT;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "3",
            description = "how often the query is sent at most (default: ${DEFAULT-VALUE})")
    private int tries = MingerClientConfiguration.DEFAULT_ATTEMPTS;

    @Option(names = "--bind", paramLabel = "IP", description = "ask from this local address")
    private @Nullable String bind;

    @Option(names = "--json", description = "one JSON object on one line")
    private boolean json;

    MingerCommand(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) {
        NETTY.setLevel(Level.OFF);
        System.exit(commandLine(System::getenv).execute(arguments));
    }

    /**
     * The command, alone or below another one.
     *
     * @param environment where the secret is
     */
    public static CommandLine commandLine(UnaryOperator<@Nullable String> environment) {
        // "@host" would be read as a file of arguments otherwise.
        return new CommandLine(new MingerCommand(environment))
                .setExpandAtFiles(false)
                .setExitCodeExceptionMapper(
                        failure -> failure instanceof ParameterException ? ExitCode.WRONG_USAGE : ExitCode.TROUBLE_HERE)
                .setUsageHelpWidth(100);
    }

    @Override
    public Integer call() {
        MingerServer server;
        Mailbox mailbox;
        MingerClientConfiguration configuration;
        Proving proving;
        try (HostResolver resolver = HostResolver.ofSystem()) {
            try {
                server = ServerArgument.parse(one(true), secret.read(environment));
                mailbox = Mailbox.parse(one(false));
                proving = ProofOption.proving(proof, server.secret());
                configuration = MingerClientConfiguration.of(resolver)
                        .withTries(
                                timeout,
                                tries,
                                timeout.multipliedBy(Math.max(1, tries)).plus(RESOLUTION))
                        .withBind(bindAddress());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
            }
            try (MingerClient client = MingerClient.create(configuration)) {
                MingerOutcome outcome = client.ask(server, mailbox, configuration.budget(), proving)
                        .toCompletableFuture()
                        .join();
                PrintWriter out = spec().commandLine().getOut();
                out.println(json ? Report.json(server, mailbox, outcome) : Report.text(server, mailbox, outcome));
                out.flush();
                return ExitCode.of(outcome);
            }
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli did not start this command");
        }
        return spec;
    }

    private String one(boolean isServer) {
        return arguments.stream()
                .filter(argument -> argument.startsWith("@") == isServer)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        isServer
                                ? "no server given, such as @mx1.example.com"
                                : "no address given, such as user@example.com"));
    }

    private @Nullable InetAddress bindAddress() {
        if (bind == null) {
            return null;
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(bind);
        if (address == null) {
            throw new IllegalArgumentException("--bind takes an IP address, not '" + bind + "'");
        }
        return address;
    }

    /** From the manifest of the JAR. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = MingerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"minger " + (version == null ? "(not packaged)" : version)};
        }
    }
}
