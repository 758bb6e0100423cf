// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers add NAME}: a peer, or another in its place, without a restart. What they mean James judges. */
@Command(
        name = "add",
        header = "Adds a peer to a running James, or replaces one.",
        description = {
            "",
            "It outlives a restart. The options are the keys of <peer> in conf/domainsharing.xml; one that is left out takes its"
                    + " default. A peer that is known already stays as it is (exit code 7), unless --replace is given.",
            ""
        })
final class PeerAdd implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "a short name, such as tokyo")
    private String name = "";

    @Option(
            names = "--smtp",
            paramLabel = "HOST[:PORT]",
            required = true,
            description = "where its mail is handed over; may repeat, tried in order")
    private List<String> smtp = List.of();

    @Option(
            names = "--lookup",
            paramLabel = "METHOD",
            description = "how it is asked: minger (the default), vrfy or rcpt")
    private @Nullable String lookup;

    @Option(names = "--minger-port", paramLabel = "PORT", description = "its Minger port (default: 4069)")
    private @Nullable Integer mingerPort;

    @Option(
            names = "--digest-port",
            paramLabel = "PORT",
            description = "where its address digest is fetched from, by TCP (default: 4069)")
    private @Nullable Integer digestPort;

    @Option(
            names = "--secret-env",
            paramLabel = "NAME",
            description = "environment variable that holds the secret sent in queries to it")
    private @Nullable String secretVariable;

    @Option(
            names = "--trusted",
            paramLabel = "NETWORK",
            description =
                    "where its sessions and queries come from; may repeat (default: the addresses of its SMTP hosts)")
    private List<String> trusted = List.of();

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "a domain that it is asked for; may repeat (default: every shared one)")
    private List<String> domains = List.of();

    @Option(
            names = "--proof",
            paramLabel = "WHEN",
            description =
                    "whether its answers by Minger must be signed: auto (from its first signed one on, the default),"
                            + " required or never")
    private @Nullable String proof;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "share (the default), observe or drain; a peer that is replaced keeps its own")
    private @Nullable String mode;

    @Option(
            names = "--tls",
            paramLabel = "POLICY",
            description = "opportunistic (the default), required, or the SHA-256 of its certificate")
    private @Nullable String tls;

    @Option(
            names = "--unknown-user",
            paramLabel = "REPLY",
            description = "how a reply of it begins that says 'no such user' in words of its own; may repeat")
    private List<String> unknownUser = List.of();

    @Option(
            names = "--replace",
            description =
                    "takes the place of a peer of that name; of the old one only the secret and the mode stay, unless"
                            + " an option gives another")
    private boolean replace;

    PeerAdd(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        Request request = Request.put("/peers/" + Request.encoded(name), body());
        return remote.run(Specs.of(spec), replace ? request : request.ifNew(), (screen, done) -> {
            screen.line("peer", Words.strong(name), "is known from now on");
            if (replace && secretVariable == null) {
                screen.line(
                        Words.faint(
                                ";; a secret that it had stays, and its mode; every other option that was left out has its default"));
            }
        });
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        smtp.forEach(body.putArray("smtp")::add);
        if (lookup != null) {
            body.put("lookup", lookup);
        }
        if (mingerPort != null) {
            body.put("mingerPort", mingerPort);
        }
        if (digestPort != null) {
            body.put("digestPort", digestPort);
        }
        if (secretVariable != null) {
            body.put("secret", secret(secretVariable));
        }
        if (!trusted.isEmpty()) {
            trusted.forEach(body.putArray("trusted")::add);
        }
        if (!domains.isEmpty()) {
            domains.forEach(body.putArray("domain")::add);
        }
        if (proof != null) {
            body.put("proof", proof);
        }
        if (mode != null) {
            body.put("mode", mode);
        }
        if (tls != null) {
            body.put("tls", tls);
        }
        if (!unknownUser.isEmpty()) {
            unknownUser.forEach(body.putArray("unknownUser")::add);
        }
        return body;
    }

    private String secret(String variable) {
        return remote.environment()
                .value(variable)
                .orElseThrow(() -> new ParameterException(
                        Specs.of(spec).commandLine(), "the environment variable " + variable + " is not set"));
    }
}
