// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.Injector;
import com.google.inject.Key;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this James has and another has not, found by the names of its classes, so that none of them is needed where James lacks them.
 */
record JamesParts(Injector injector) {
    /** The one of that class that James itself uses; made now, if it was not before. */
    Optional<Object> find(String className) {
        return Stream.iterate(injector, some -> some != null, Injector::getParent)
                .flatMap(some -> some.getBindings().keySet().stream())
                .filter(key -> isOf(className, key))
                .findFirst()
                .map(injector::getInstance);
    }

    private static boolean isOf(String className, Key<?> key) {
        return key.getAnnotationType() == null
                && key.getTypeLiteral().getRawType().getName().equals(className);
    }
}
