// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing pins remove ADDRESS}: it is looked up like any other again. */
@Command(
        name = "remove",
        header = "Takes a pin away: the address is looked up like any other again.",
        description = {"", "Where the address is not pinned the exit code is 6.", ""})
final class PinRemove implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ADDRESS", description = "the address")
    private String address = "";

    PinRemove(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.delete("/pins/" + Request.encoded(address)).ifThere(),
                (screen, done) -> screen.line(Words.strong(address), "is pinned no more"));
    }
}
