// DemoMarket
