// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.name.Names;
import io.domainsharing.ownership.state.Site;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A James without Cassandra, PostgreSQL or RabbitMQ, whose classes are not even there. */
class SiteWiringTest extends WiringFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<cluster/>",
                "<cluster><state>auto</state></cluster>",
                "<cluster><state>local</state></cluster>"
            })
    void nodeShouldBeAloneWhereThisJamesHasNoSuchDatabase(String cluster) {
        assertThat(wire(cluster).getInstance(Site.class)).isEqualTo(Site.ALONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cassandra", "postgres"})
    void startShouldFailWithTheRemedyWhereTheDatabaseThatIsAskedForIsMissing(String database) {
        Injector wired = wire("<cluster><state>" + database + "</state></cluster>");

        assertThatThrownBy(() -> wired.getInstance(Site.class))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("conf/domainsharing.xml: cluster/state: this James has no " + database
                        + ". Write auto, or leave it out");
    }

    @Test
    void partShouldBeTheOneThatJamesUsesItself() {
        AtomicLong jamess = new AtomicLong();
        Injector james = Guice.createInjector(binder -> {
            binder.bind(AtomicLong.class).toInstance(jamess);
            binder.bind(AtomicInteger.class).annotatedWith(Names.named("other")).toInstance(new AtomicInteger());
        });
        JamesParts testee = new JamesParts(james.createChildInjector());

        assertThat(testee.find("java.util.concurrent.atomic.AtomicLong")).containsSame(jamess);
        assertThat(testee.find("java.util.concurrent.atomic.AtomicInteger")).isEmpty();
        assertThat(testee.find("org.example.NoSuchClass")).isEmpty();
    }
}
