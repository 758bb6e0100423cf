// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing peers mode NAME MODE}: what a peer's word counts for, without a restart. */
@Command(
        name = "mode",
        header = "Has a peer share, only observes it, or drains it.",
        description = {
            "",
            "It counts at once, for a peer of conf/domainsharing.xml as well, and over a restart: until the file says another mode.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  domain-sharing peers mode tokyo observe",
            "  domain-sharing peers mode tokyo share"
        })
final class PeerModeSet implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "the peer")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "MODE",
            description =
                    "share: it decides, and gets mail; observe: it is asked, decides nothing and gets no new mail; drain: it keeps what"
                            + " is remembered of it, and gets nothing new")
    private String mode = "";

    PeerModeSet(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        Request request = Request.put(
                "/peers/" + Request.encoded(name),
                JsonNodeFactory.instance.objectNode().put("mode", mode));
        return remote.run(
                Specs.of(spec),
                request,
                (screen, done) -> screen.line("peer", Words.strong(name), Modes.of(mode), "from now on"));
    }
}
