// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domainsharing.commandline.terminal.Screen;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing pins set ADDRESS PEER}: that peer owns it, whatever anybody says. */
@Command(
        name = "set",
        header = "Says who owns an address, whatever peers say.",
        description = {
            "",
            "Mail for the address goes to that peer, also while it is silent or an account of the address is on this server."
                    + " The pin that the address had before is replaced.",
            ""
        })
final class PinSet implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "the address")
    private String address = "";

    @Parameters(
            index = "1",
            paramLabel = "PEER",
            description = "the name of a peer; here: this server may have an account of it, whatever peers say")
    private String peer = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "when the pin ends, such as 2030-01-01T00:00:00Z (default: never)")
    private @Nullable String until;

    PinSet(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        ObjectNode pin = JsonNodeFactory.instance.objectNode().put("peer", peer);
        if (until != null) {
            pin.put("until", time(until));
        }
        return remote.run(
                Specs.of(spec), Request.put("/pins/" + Request.encoded(address), pin), (screen, done) -> show(screen));
    }

    private void show(Screen screen) {
        String owner = peer.equals("here") ? "this server" : "peer " + peer;
        screen.line(Words.strong(address), "is pinned to", owner + (until == null ? "" : " until " + until));
    }

    private String time(String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    Specs.of(spec).commandLine(), "--until takes a time such as 2030-01-01T00:00:00Z", e);
        }
    }
}
