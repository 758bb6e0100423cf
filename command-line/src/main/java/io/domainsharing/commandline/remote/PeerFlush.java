// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers flush NAME}: its mail is tried now. */
@Command(
        name = "flush",
        header = "Has the mail that waits for a peer tried now.",
        description = {"", "It uses up no retries.", ""})
final class PeerFlush implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "the peer")
    private String name = "";

    PeerFlush(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.post("/peers/" + Request.encoded(name) + "/flush"),
                (screen, done) -> screen.line("mail for peer", Words.strong(name), "is tried now"));
    }
}
