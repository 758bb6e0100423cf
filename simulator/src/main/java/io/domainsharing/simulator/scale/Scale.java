// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.HashList;
import io.domainsharing.simulator.scale.Scenario.Digests;
import io.domainsharing.simulator.scale.Scenario.Outage;
import io.domainsharing.simulator.scale.Scenario.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code simulator/scale} starts: days of many sites and of large ones, as tables and a picture. */
public final class Scale {
    /** One of a hundred of a thousand sites, from the first minute on: a digest says no for no longer than a day. */
    private static final Outage TEN_ALL_DAY = new Outage(10, Duration.ofMinutes(1), Scenario.DAY);
    /** One of three sites, for a hundredth of the day. */
    private static final Outage ONE_FOR_A_WHILE = new Outage(1, Duration.ofHours(12), Scenario.DAY.dividedBy(100));

    private static final Size MANY = new Size(1000, 100_000, 100, 100);
    /** Nearly as many as a digest may have. */
    private static final Size LISTED = new Size(3, HashList.MAXIMUM / 100 * 99, 2, 100);

    private static final Size LARGE = new Size(3, 100_000_000, 2, 0);
    private static final int OF_MANY = 4_000;
    private static final int OF_FEW = 200_000;

    private final Path folder;
    private final List<Figures> all = new ArrayList<>();

    private Scale(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes {@code scale.md} and {@code scale.svg}.
     *
     * @param arguments the folder to write into, then which: {@code many}, {@code listed}, {@code large}; none: all
     */
    public static void main(String[] arguments) throws IOException {
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        Scale scale = new Scale(Path.of(arguments[0]));
        if (chosen.isEmpty() || chosen.contains("many")) {
            scale.run(MANY, Digests.SERVED, TEN_ALL_DAY, OF_MANY);
        }
        if (chosen.isEmpty() || chosen.contains("listed")) {
            scale.run(LISTED, Digests.SERVED, ONE_FOR_A_WHILE, OF_FEW);
        }
        if (chosen.isEmpty() || chosen.contains("large")) {
            scale.run(LARGE, Digests.UNBOUNDED, ONE_FOR_A_WHILE, OF_FEW);
        }
    }

    private void run(Size size, Digests digests, Outage outage, int recipients) throws IOException {
        run(new Scenario(size, Digests.NONE, Outage.NONE, recipients), List.of(), 0);
        run(new Scenario(size, Digests.NONE, outage, recipients), List.of(), 0);
        long before = Heap.used();
        List<HashList> lists = lists(size);
        long held = Heap.used() - before;
        run(new Scenario(size, digests, Outage.NONE, recipients), lists, held);
        run(new Scenario(size, digests, outage, recipients), lists, held);
    }

    /** The lists of all peers. */
    static List<HashList> lists(Size size) {
        Population population = new Population(size.sites(), size.addresses());
        return IntStream.range(1, size.sites())
                .mapToObj(site -> ScriptedPeer.addresses(population, site))
                .toList();
    }

    private void run(Scenario scenario, List<HashList> lists, long held) throws IOException {
        Path digests = Files.createTempDirectory(folder, "digests");
        Figures figures = Day.run(scenario, lists, System::nanoTime, digests);
        // Lists that are handed over in memory are no copies.
        all.add(scenario.digests() == Digests.UNBOUNDED ? figures.holding(held) : figures);
        try (var files = Files.list(digests)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(digests);
        Files.writeString(folder.resolve("scale.md"), Table.all(all));
        Files.writeString(folder.resolve("scale.svg"), Picture.of(all));
    }
}
