// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers remove NAME}: what was added at run time. */
@Command(
        name = "remove",
        header = "Takes away a peer that was added at run time.",
        description = {
            "",
            "One of conf/domainsharing.xml stays (exit code 7): change the file. Where there is none of that name the exit code is 6.",
            ""
        })
final class PeerRemove implements Callable<Integer> {
    /** What becomes of the mail that waits for it. */
    enum Queue {
        requeue,
        keep
    }

    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "the peer")
    private String name = "";

    @Option(
            names = "--queue",
            paramLabel = "requeue|keep",
            defaultValue = "requeue",
            description =
                    "of the mail that waits for it, the owners are looked up again, or it is delivered to it still"
                            + " (default: ${DEFAULT-VALUE})")
    private Queue queue = Queue.requeue;

    PeerRemove(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        String path =
                "/peers/" + Request.encoded(name) + "?queue=" + queue.name().toLowerCase(Locale.ROOT);
        return remote.run(
                Specs.of(spec),
                Request.delete(path).ifThere(),
                (screen, done) -> screen.line("peer", Words.strong(name), "is gone"));
    }
}
