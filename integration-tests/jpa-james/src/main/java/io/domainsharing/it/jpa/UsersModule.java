// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.jpa;

import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.jpa.JPAUsersRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** Users in the database. */
final class UsersModule extends Parts {
    @Override
    protected void configure() {
        part(JPAUsersRepository.class, UsersRepository.class);
    }

    @ProvidesIntoSet
    InitializationOperation users(ConfigurationProvider files, JPAUsersRepository users) {
        return InitilizationOperationBuilder.forClass(JPAUsersRepository.class)
                .init(() -> users.configure(files.getConfiguration("usersrepository")));
    }
}
