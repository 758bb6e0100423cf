// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing cache evict}: forgets an address, a domain, a peer or everything. */
@Command(
        name = "evict",
        header = "Forgets owners, so that the peers are asked again.",
        description = {"", "Of what is forgotten, the peers are asked when it is next needed.", ""})
final class CacheEvict implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** Exactly one of them. */
    static final class What {
        @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "this address")
        private @Nullable String address;

        @Option(names = "--domain", paramLabel = "DOMAIN", description = "every address of this domain")
        private @Nullable String domain;

        @Option(names = "--peer", paramLabel = "NAME", description = "every address that this peer has")
        private @Nullable String peer;

        @Option(names = "--all", description = "everything")
        private boolean all;
    }

    CacheEvict(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.delete("/cache" + path()),
                (screen, done) -> screen.line("forgotten:", words()));
    }

    private String path() {
        if (what.address != null) {
            return "/" + Request.encoded(what.address);
        } else if (what.domain != null) {
            return "?domain=" + Request.encoded(what.domain);
        } else if (what.peer != null) {
            return "?peer=" + Request.encoded(what.peer);
        } else if (what.all) {
            return "";
        }
        // --all=false, and nothing else: what would be sent would forget everything.
        throw new ParameterException(Specs.of(spec).commandLine(), "What is to be forgotten?");
    }

    private String words() {
        if (what.address != null) {
            return what.address;
        } else if (what.domain != null) {
            return "every address of " + what.domain;
        }
        return what.peer == null ? "everything" : "every address of peer " + what.peer;
    }
}
