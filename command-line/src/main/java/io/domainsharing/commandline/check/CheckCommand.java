// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.commandline.remote.Token;
import io.domainsharing.commandline.remote.WebAdmin;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FileLines;
import io.domainsharing.findings.file.FolderCheck;
import io.domainsharing.findings.file.SecretPairs;
import io.domainsharing.findings.file.SharingFile;
import io.domainsharing.findings.network.NetworkCheck;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing check CONF_FOLDER...}: what is wrong, and what to do about it, before James starts. */
@Command(
        name = "check",
        sortOptions = false,
        header = "Validates conf/ folders of James without starting it.",
        description = {
            "",
            "Reads the files as James reads them, then asks the network as James would. Run it on the machine, and with the"
                    + " environment variables, that James runs with.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing check /etc/james/conf",
            "  domain-sharing check --offline paris/conf tokyo/conf",
            "  domain-sharing check /etc/james/conf --webadmin http://127.0.0.1:8000",
            "",
            "Several folders are compared with each other: each <peer> with the folder whose <node> is its name.",
            "A running server (--webadmin) also tells whether its peers ask it with the right secret, and its clock.",
            "",
            "Exit codes: 0 no error (there may be warnings), 1 at least one error, 2 wrong usage; nothing was checked."
        })
public final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Environment environment;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "CONF_FOLDER", description = "the folder with domainsharing.xml")
    private List<Path> folders = List.of();

    @Option(names = "--offline", description = "asks nobody: only the files are looked at")
    private boolean offline;

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            description = "a running server's WebAdmin, such as http://127.0.0.1:8000; may repeat")
    private List<String> webAdmins = List.of();

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "environment variable that holds WebAdmin's token (default: " + Token.VARIABLE
                    + ", where it is set)")
    private @Nullable String tokenVariable;

    @Option(
            names = {"-q", "--quiet"},
            description = "shows only what is not well")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    private boolean unusedHelp; // picocli acts on it

    @Option(names = "--json", description = "all findings as one line of JSON, for scripts")
    private boolean json;

    public CheckCommand(Environment environment) {
        this(environment, Clock.systemUTC());
    }

    CheckCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        List<WebAdmin> servers = servers(command);
        List<FolderCheck> checks = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new ParameterException(command.commandLine(), "'" + folder + "' is no folder");
            }
            checks.add(FolderCheck.of(new ConfFolder(folder)));
        }
        CheckReport report = new CheckReport(findings(checks, servers));
        Screen screen = Screen.of(command);
        if (json) {
            screen.json(report.json());
        } else {
            report.show(screen, quiet);
        }
        return report.hasErrors() ? ExitCode.NO : ExitCode.OK;
    }

    private List<Finding> findings(List<FolderCheck> checks, List<WebAdmin> servers) {
        List<Finding> findings = new ArrayList<>();
        SecretPairs pairs = new SecretPairs(checks.stream()
                .map(FolderCheck::configuration)
                .filter(Objects::nonNull)
                .toList());
        if (servers.isEmpty() && !offline) {
            checks.get(0)
                    .findings()
                    .skipped(
                            Rule.WEBADMIN,
                            Place.of("WebAdmin"),
                            "was not given: neither clocks were looked at nor the secrets that peers ask this server with",
                            "Add --webadmin URL of the running server");
        }
        for (FolderCheck check : checks) {
            DomainSharingConfiguration configuration = check.configuration();
            if (configuration != null) {
                pairs.check(configuration, check.findings());
                if (!offline) {
                    check.findings().attempt(SharingFile.FILE, () -> new NetworkCheck(
                                    check.folder(), configuration, check.findings())
                            .check());
                }
            }
            check.findings().replaceAll(new FileLines(check.folder())::locate);
            findings.addAll(check.findings().all());
        }
        for (WebAdmin server : servers) {
            Findings ofServer = new Findings(server.url().toString());
            ofServer.attempt(Place.of("WebAdmin"), () -> new RunningServer(server, clock, ofServer).check());
            findings.addAll(ofServer.all());
        }
        return findings;
    }

    private List<WebAdmin> servers(CommandSpec command) {
        try {
            String token = Token.of(tokenVariable, environment).orElse(null);
            List<WebAdmin> servers = new ArrayList<>();
            for (String text : webAdmins) {
                URI url = WebAdmin.url(text);
                servers.add(new WebAdmin(url, token, PATIENCE));
            }
            return servers;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
