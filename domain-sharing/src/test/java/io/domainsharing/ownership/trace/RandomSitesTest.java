// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever forwards people set up on three sites. A failure names the world that it happens in. */
@Tag("L1")
@Tag("L2")
class RandomSitesTest {
    private static final List<String> SITES = List.of("paris", "tokyo", "austin");
    private static final int WORLDS = 600;

    /** @param kept whether the address has a mailbox */
    private record Place(String site, boolean kept, List<String> targets) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void singleForwardsShouldGiveNobodyTwoCopiesAndReturnACircleThatNobodyHasOnce(long seed) {
        Random random = new Random(seed);
        for (int world = 0; world < WORLDS; world++) {
            Map<String, Place> places = places(random, 1);
            String first = pick(random, places);

            Sites sites = sitesOf(places).send(pick(random, SITES), first);

            List<String> walk = new ArrayList<>(reached(places, first));
            Set<String> mailboxes = mailboxes(places, walk);
            assertThat(sites.copies.keySet()).as("%s", sites).isEqualTo(mailboxes);
            assertThat(sites.copies.values()).as("%s", sites).allMatch(copies -> copies == 1);
            List<String> ring = ring(places, walk);
            if (mailboxes.isEmpty()) {
                assertThat(sites.returns).as("%s", sites).hasSize(1);
            } else if (ring.isEmpty() || !mailboxes(places, ring).isEmpty()) {
                assertThat(sites.returns).as("%s", sites).isEmpty();
            } else {
                assertThat(sites.returns).as("%s", sites).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void groupsAndForwardsShouldReachEverybodyAndEnd(long seed) {
        Random random = new Random(seed);
        for (int world = 0; world < WORLDS; world++) {
            Map<String, Place> places = places(random, 3);
            String first = pick(random, places);
            String second = pick(random, places);

            Sites sites = sitesOf(places).send(pick(random, SITES), first, second);

            Set<String> walk = reached(places, first);
            walk.addAll(reached(places, second));
            assertThat(sites.copies.keySet()).as("%s", sites).isEqualTo(mailboxes(places, walk));
            for (String address : List.of(first, second)) {
                if (mailboxes(places, reached(places, address)).isEmpty()) {
                    assertThat(sites.returns).as("%s for %s", sites, address).isNotEmpty();
                }
            }
            assertThat(sites.farthest).as("%s", sites).isLessThan(Way.MOST_HOPS);
        }
    }

    private static Map<String, Place> places(Random random, int mostTargets) {
        int size = 2 + random.nextInt(6);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add("a" + i + "@example.com");
        }
        Map<String, String> homes = new TreeMap<>();
        names.forEach(name -> homes.put(name, pick(random, SITES)));
        Map<String, Place> places = new TreeMap<>();
        homes.forEach((name, home) -> {
            Set<String> targets = new LinkedHashSet<>();
            int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(mostTargets);
            for (int i = 0; i < count; i++) {
                String target = pick(random, names);
                // What leads in a circle on one server James itself refuses or returns.
                if (!home.equals(homes.get(target)) || name.compareTo(target) < 0) {
                    targets.add(target);
                }
            }
            boolean kept = targets.isEmpty() || random.nextInt(3) == 0;
            places.put(name, new Place(home, kept, List.copyOf(targets)));
        });
        return places;
    }

    private static Sites sitesOf(Map<String, Place> places) {
        Sites sites = new Sites();
        SITES.forEach(sites::site);
        places.forEach((address, place) -> {
            String[] targets = place.targets().toArray(String[]::new);
            if (place.kept()) {
                sites.forwardWithCopy(place.site(), address, targets);
            } else {
                sites.forward(place.site(), address, targets);
            }
        });
        return sites;
    }

    private static Set<String> reached(Map<String, Place> places, String from) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> next = new ArrayList<>(List.of(from));
        while (!next.isEmpty()) {
            String address = next.remove(0);
            if (reached.add(address)) {
                next.addAll(place(places, address).targets());
            }
        }
        return reached;
    }

    /** The addresses of a walk by single forwards that its end leads back to. */
    private static List<String> ring(Map<String, Place> places, List<String> walk) {
        List<String> onward = place(places, walk.get(walk.size() - 1)).targets();
        return onward.isEmpty() ? List.of() : walk.subList(walk.indexOf(onward.get(0)), walk.size());
    }

    private static Set<String> mailboxes(Map<String, Place> places, Iterable<String> addresses) {
        Set<String> mailboxes = new HashSet<>();
        addresses.forEach(address -> {
            if (place(places, address).kept()) {
                mailboxes.add(address);
            }
        });
        return mailboxes;
    }

    private static Place place(Map<String, Place> places, String address) {
        Place place = places.get(address);
        if (place == null) {
            throw new IllegalArgumentException(address);
        }
        return place;
    }

    private static String pick(Random random, Map<String, Place> places) {
        return pick(random, List.copyOf(places.keySet()));
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
