"""The threshold, complementary suppression, and the attack that suppression must withstand."""
