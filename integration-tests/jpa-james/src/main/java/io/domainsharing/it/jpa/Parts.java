// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.jpa;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;

/** A Guice module that names the parts of a server: each exists once, and stands for some of its types. */
public abstract class Parts extends AbstractModule {
    /** Binds the part itself and each of these of its types to the one instance. */
    @SafeVarargs
    protected final <T> void part(Class<T> part, Class<? super T>... types) {
        bind(part).in(Scopes.SINGLETON);
        for (Class<? super T> type : types) {
            bind(type).to(part);
        }
    }
}
