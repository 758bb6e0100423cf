// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Binding;
import com.google.inject.ProvisionException;
import com.google.inject.matcher.AbstractMatcher;
import com.google.inject.spi.ProvisionListener;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import org.jspecify.annotations.Nullable;

/**
 * What the classes named in James's configuration files are injected with, one module for each concern. Named in {@code
 * extensions.properties} as {@code guice.extension.module}; James loads it into a child injector, so nothing of James is rebound
 * here. Putting together starts nothing (see {@link Lifecycle}); what can be closed is closed in reverse order.
 */
public final class DomainSharingModule extends AbstractModule {
    private final Lifecycle lifecycle = new Lifecycle();

    /**
     * James's call: the first thing of ours that runs.
     *
     * @throws IllegalStateException this JAR is for another James
     */
    public DomainSharingModule() {
        JamesFlavour.check();
    }

    @Override
    protected void configure() {
        bind(Lifecycle.class).toInstance(lifecycle);
        bind(ClosedWithJames.class).asEagerSingleton();
        bindListener(new Ours(), new ProvisionListener() {
            @Override
            public <T> void onProvision(ProvisionInvocation<T> provision) {
                if (provide(provision) instanceof AutoCloseable closeable) {
                    lifecycle.register(closeable);
                }
            }
        });
        bind(Workers.class);
        install(new ConfigurationModule());
        install(new FindingsModule());
        install(new MetricsModule());
        install(new NetworkModule());
        install(new SiteModule());
        install(new MembershipModule());
        install(new MxModule());
        install(new DigestModule());
        install(new LookupModule());
        install(new OwnershipModule());
        install(new RehearsalModule());
        install(new HarvestModule());
        install(new ExplanationModule());
        install(new AccountsModule());
        install(new DeliveryModule());
        install(new WaitingModule());
    }

    // What cannot be made stops the start; the first cause is the innermost.
    private static <T> T provide(ProvisionListener.ProvisionInvocation<T> provision) {
        try {
            return provision.provision();
        } catch (ProvisionException e) {
            LastWord.note(e.getCause() == null ? e : e.getCause());
            throw e;
        }
    }

    /**
     * Equal to every other: where a line of {@code extensions.properties} is there twice, James makes two of it, and Guice takes one.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainSharingModule;
    }

    @Override
    public int hashCode() {
        return DomainSharingModule.class.hashCode();
    }

    /** James makes its own mailets and hooks by this injector, too; those are not ours to close. */
    private static final class Ours extends AbstractMatcher<Binding<?>> {
        private static final String PACKAGE = "io.domainsharing.";

        @Override
        public boolean matches(Binding<?> binding) {
            return binding.getKey().getTypeLiteral().getRawType().getName().startsWith(PACKAGE);
        }
    }
}
