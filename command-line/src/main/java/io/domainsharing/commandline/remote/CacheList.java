// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code domain-sharing cache list}: some of the remembered owners, by address. */
@Command(
        name = "list",
        header = "Lists remembered owners, by address.",
        description = {"", "One page of them. --after goes on where the last one ended.", ""})
final class CacheList implements Callable<Integer> {
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--search", paramLabel = "TEXT", description = "only addresses that hold this text")
    private String search = "";

    @Option(names = "--peer", paramLabel = "NAME", description = "only addresses that this peer has")
    private @Nullable String peer;

    @Mixin
    private final Paging paging = new Paging();

    CacheList(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        String path = "/cache?" + paging.query() + "&search=" + Request.encoded(search)
                + (peer == null ? "" : "&peer=" + Request.encoded(peer));
        return remote.run(Specs.of(spec), Request.get(path, Shape.objectWith("entries")), CacheList::show);
    }

    private static void show(Screen screen, Done done) {
        JsonNode page = done.body();
        if (page.path("entries").isEmpty()) {
            screen.line("Nothing that is remembered fits.");
            return;
        }
        Table table = Table.headed("ADDRESS", "OWNER", "FOUND", "COUNTS UNTIL");
        for (JsonNode entry : page.path("entries")) {
            table.row(
                    Words.strong(entry.path("address").asText()),
                    Words.text(entry, "owner"),
                    Words.age(entry.path("ageSeconds").asLong()) + " ago",
                    Words.time(entry, "expiresAt"));
        }
        screen.table(table);
        Paging.tellOfMore(screen, page);
    }
}
