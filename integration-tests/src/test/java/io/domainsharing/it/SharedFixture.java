// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives one fixture, made once and closed behind all test classes, to tests that have a parameter of its type. */
abstract class SharedFixture<T extends ExtensionContext.Store.CloseableResource> implements ParameterResolver {
    private final Class<T> type;

    /** @param type has a constructor without parameters */
    SharedFixture(Class<T> type) {
        this.type = type;
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(type)).getOrComputeIfAbsent(type);
    }
}
