from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels_app", "0003_moderation"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="call_size",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text=(
                    "How many people may be in one call, 2 to 12. Everybody sends to everybody else, so each one more "
                    "costs all of them."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("call_size__gte", 2), ("call_size__lte", 12)),
                name="channel_call_size_in_range",
                violation_error_message="The size of a call must be from 2 to 12.",
            ),
        ),
    ]
