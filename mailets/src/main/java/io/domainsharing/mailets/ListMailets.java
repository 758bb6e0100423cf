// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.inject.Singleton;
import org.apache.mailet.Mailet;
import org.apache.mailet.base.GenericMailet;

/**
 * Which of the mailets that lists on several servers need are in a processor of {@code mailetcontainer.xml}: each says so when
 * James initialises it, which is before it starts extensions. Thread-safe.
 */
@Singleton
public final class ListMailets {
    private final Set<Class<? extends Mailet>> present = ConcurrentHashMap.newKeySet();

    void add(GenericMailet mailet) {
        present.add(mailet.getClass());
    }

    /** The class names of those that James has not initialised. */
    public List<String> missing() {
        return Stream.of(ShareListPosts.class, DropSecondCopies.class)
                .filter(mailet -> !present.contains(mailet))
                .map(Class::getName)
                .toList();
    }
}
