// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Table;
import io.domainsharing.commandline.terminal.Word;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing cache}: figures of what is remembered; below it what shows and forgets. */
@Command(
        name = "cache",
        header = "Tells how much is remembered of owners.",
        description = {"", "Shows what a running James remembers, and what of it helped.", ""},
        footer = {
            "",
            "Examples:",
            "  domain-sharing cache",
            "  domain-sharing cache show bob@example.com",
            "  domain-sharing cache evict --peer tokyo"
        })
public final class CacheCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote;

    @Spec
    private @Nullable CommandSpec spec;

    public CacheCommand(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() {
        return remote.run(
                Specs.of(spec),
                Request.get("/cache", Shape.objectWith("size")),
                (screen, done) -> screen.table(figures(new Table(""), done.body())));
    }

    static Table figures(Table table, JsonNode cache) {
        table.row(
                "remembered",
                cache.path("size").asText("?") + " of at most "
                        + cache.path("maximumSize").asText("?"));
        if (cache.has("hits") && cache.has("misses")) {
            table.row(
                    "found there",
                    hits(cache.path("hits").asLong(), cache.path("misses").asLong()));
        }
        optional(table, "refreshed", cache.path("refreshes"));
        optional(table, "evicted", cache.path("evictions"));
        table.row("on disk", onDisk(cache));
        return table;
    }

    private static void optional(Table table, String what, JsonNode number) {
        if (number.isNumber()) {
            table.row(what, number.asText());
        }
    }

    private static String hits(long hits, long misses) {
        long looks = hits + misses;
        return looks == 0
                ? "nothing was looked for yet"
                : String.format(Locale.ROOT, "%d of %d looks (%.1f %%)", hits, looks, 100.0 * hits / looks);
    }

    private static Word onDisk(JsonNode cache) {
        if (!cache.path("persistent").asBoolean()) {
            return new Word("no", Style.DOUBTFUL);
        }
        return cache.path("storeState").asText("ok").equals("ok")
                ? new Word("yes", Style.GOOD)
                : new Word("failing: " + cache.path("storeError").asText(), Style.BAD);
    }

    /** {@code domain-sharing cache show ADDRESS}. */
    @Command(
            name = "show",
            header = "Shows what is remembered of an address.",
            description = {"", "Exit code 6: nothing is remembered of it.", ""})
    static final class Show implements Callable<Integer> {
        private final Remote remote;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "ADDRESS", description = "the mail address")
        private String address = "";

        Show(Remote remote) {
            this.remote = remote;
        }

        @Override
        public Integer call() {
            return remote.run(
                    Specs.of(spec),
                    Request.get("/cache/" + Request.encoded(address), Shape.objectWith("address")),
                    Show::show);
        }

        private static void show(Screen screen, Done done) {
            JsonNode entry = done.body();
            if (entry.path("nobody").asBoolean()) {
                screen.line(Words.strong(entry.path("address").asText()), "was nobody's a moment ago");
                return;
            }
            screen.line(Words.strong(entry.path("address").asText()), "is on", Words.text(entry, "owner"));
            screen.table(new Table("  ")
                    .row(
                            "found",
                            Words.time(entry, "foundAt"),
                            Words.faint(Words.age(entry.path("ageSeconds").asLong()) + " ago"))
                    .row("asked again after", Words.time(entry, "refreshAt"), Words.faint("when it is next used"))
                    .row("forgotten", Words.time(entry, "expiresAt")));
        }
    }
}
